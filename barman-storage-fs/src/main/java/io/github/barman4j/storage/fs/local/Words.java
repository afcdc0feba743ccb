/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as Barman shows them. */
final class Words {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  private Words() {}

  /** Returns a number of bytes with one digit behind the point. */
  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** Returns days, hours, minutes and seconds, without those that are none. */
  static String time(Duration time) {
    StringBuilder text = new StringBuilder();
    append(text, time.toDays(), "day");
    append(text, time.toHoursPart(), "hour");
    append(text, time.toMinutesPart(), "minute");
    append(text, time.toSecondsPart(), "second");
    return text.isEmpty() ? "less than one second" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(unit);
      text.append(count == 1 ? "" : "s");
    }
  }
}
