/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The name of a file that PostgreSQL archives: a segment, a partial segment, a timeline history or
 * a backup history. Hexadecimal digits are read in either case and written in upper case.
 */
public sealed interface WalFileName
    permits WalSegmentName, WalFileName.Partial, WalFileName.History, WalFileName.BackupHistory {

  /** Returns the timeline the file belongs to. */
  TimelineId timeline();

  /** Returns the file's name. */
  @Override
  String toString();

  /**
   * Reads a file name.
   *
   * @throws IllegalArgumentException if PostgreSQL does not archive files of such names
   */
  static WalFileName parse(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Not a WAL file name (24 hexadecimal digits, with .partial or .XXXXXXXX.backup,"
                        + " or XXXXXXXX.history): '"
                        + name
                        + "'"));
  }

  /** Reads a file name, empty if PostgreSQL does not archive files of such names. */
  static Optional<WalFileName> find(String name) {
    Matcher matcher = Grammar.NAME.matcher(name.toUpperCase(Locale.ROOT));
    return matcher.matches() ? Grammar.read(matcher) : Optional.empty();
  }

  /**
   * A segment that a server had not filled when it was promoted.
   *
   * @param segment the segment it is the beginning of
   */
  record Partial(WalSegmentName segment) implements WalFileName {
    @Override
    public TimelineId timeline() {
      return segment.timeline();
    }

    @Override
    public String toString() {
      return segment + ".partial";
    }
  }

  /**
   * The history of a timeline: from which timelines, and where, it branched.
   *
   * @param timeline whose history it is
   */
  record History(TimelineId timeline) implements WalFileName {
    @Override
    public String toString() {
      return timeline.toHex() + ".history";
    }
  }

  /**
   * What PostgreSQL writes into the WAL archive of a base backup.
   *
   * @param segment in which the backup began
   * @param offset of the beginning in the segment, in bytes
   */
  record BackupHistory(WalSegmentName segment, int offset) implements WalFileName {
    @Override
    public TimelineId timeline() {
      return segment.timeline();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s.%08X.backup", segment, offset);
    }
  }
}
