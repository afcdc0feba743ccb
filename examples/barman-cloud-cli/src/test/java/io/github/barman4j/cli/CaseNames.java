/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the tables of cases call WAL segments and backups: <code>{W0A}</code> is segment 10 of
 * timeline 1, <code>{X0A}</code> that of timeline 2, <code>{B3}</code> the id of the third backup.
 */
final class CaseNames {

  static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);

  private static final Pattern SEGMENT = Pattern.compile("\\{([WX])(\\p{XDigit}{2})}");
  private static final Pattern BACKUP = Pattern.compile("\\{B(\\d)}");

  private CaseNames() {}

  /** Returns the text with the names written out. */
  static String expand(String text) {
    String segments = SEGMENT.matcher(text).replaceAll(CaseNames::segment);
    return BACKUP.matcher(segments).replaceAll(found -> backup(Integer.parseInt(found.group(1))));
  }

  private static String segment(MatchResult found) {
    int timeline = found.group(1).equals("W") ? 1 : 2;
    return segment(timeline, Integer.parseInt(found.group(2), 16));
  }

  static String segment(int timeline, int number) {
    return "%08X%08X%08X".formatted(timeline, 0, number);
  }

  static WalSegmentName parse(String name) {
    return WalSegmentName.parse(name);
  }

  /** Returns the id of a backup, a day later for each number. */
  static String backup(int number) {
    return "2026010%dT100000".formatted(number);
  }
}
