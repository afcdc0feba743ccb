/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the names of WAL files are made up; see PostgreSQL's {@code xlog_internal.h}. */
final class Grammar {

  static final Pattern NAME =
      Pattern.compile(
          "([0-9A-F]{8})(?:\\.(HISTORY)|([0-9A-F]{8})([0-9A-F]{8})(\\.PARTIAL|\\.([0-9A-F]{8})\\.BACKUP)?)");

  private Grammar() {}

  static Optional<WalFileName> read(Matcher matcher) {
    long timeline = hex(matcher, 1);
    if (timeline == 0) {
      return Optional.empty();
    }
    TimelineId id = TimelineId.of(timeline);
    return Optional.of(
        matcher.group(2) != null ? new WalFileName.History(id) : ofSegment(id, matcher));
  }

  private static WalFileName ofSegment(TimelineId timeline, Matcher matcher) {
    WalSegmentName segment =
        new WalSegmentName(timeline, (int) hex(matcher, 3), (int) hex(matcher, 4));
    if (matcher.group(5) == null) {
      return segment;
    }
    return matcher.group(6) == null
        ? new WalFileName.Partial(segment)
        : new WalFileName.BackupHistory(segment, (int) hex(matcher, 6));
  }

  private static long hex(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group), 16);
  }
}
