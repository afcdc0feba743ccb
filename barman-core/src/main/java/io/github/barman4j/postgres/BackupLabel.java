/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code backup_label}, which tells PostgreSQL where a base backup began.
 *
 * @param text as PostgreSQL gave it
 */
public record BackupLabel(String text) {

  private static final Pattern START =
      Pattern.compile("(?m)^START WAL LOCATION: (\\S+) \\(file ([0-9A-Fa-f]{24})\\)\\s*$");
  private static final Pattern CHECKPOINT =
      Pattern.compile("(?m)^CHECKPOINT LOCATION: (\\S+)\\s*$");
  private static final Pattern TIMELINE = Pattern.compile("(?m)^START TIMELINE: (\\d+)\\s*$");
  private static final Pattern INCREMENTAL =
      Pattern.compile("(?m)^INCREMENTAL FROM LSN: (\\S+)\\s*$");
  private static final Pattern LABEL = Pattern.compile("(?m)^LABEL: (.*)$");

  /** Checks that the place where the backup began is in the text. */
  public BackupLabel {
    if (!START.matcher(text).find()) {
      throw new IllegalArgumentException(
          "A backup_label has no START WAL LOCATION: '" + text + "'");
    }
  }

  /** Returns the position from which WAL is needed. */
  public Lsn beginLsn() {
    return Lsn.parse(group(START, 1).orElseThrow());
  }

  /** Returns the segment from which WAL is needed. */
  public WalSegmentName beginWal() {
    return WalSegmentName.parse(group(START, 2).orElseThrow());
  }

  /**
   * Returns the position of the checkpoint that recovery starts from, empty if the line is not
   * there.
   */
  public Optional<Lsn> checkpoint() {
    return group(CHECKPOINT, 1).map(Lsn::parse);
  }

  /** Returns the timeline on which the backup began. */
  public TimelineId timeline() {
    return group(TIMELINE, 1)
        .map(t -> TimelineId.of(Long.parseLong(t)))
        .orElseGet(() -> beginWal().timeline());
  }

  /** Returns the label that the backup was started with, empty if the line is not there. */
  public Optional<String> label() {
    return group(LABEL, 1);
  }

  /** Tells whether the backup holds only blocks changed since another backup. */
  public boolean isIncremental() {
    return INCREMENTAL.matcher(text).find();
  }

  private Optional<String> group(Pattern pattern, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
  }
}
