/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Words {

  private static final String UNITS = "KMGTPE";
  private static final double STEP = 1024;

  private Words() {}

  /** Returns a size such as "1.5 GiB". */
  static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= STEP) {
      size /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", size, UNITS.charAt(unit));
  }

  /** Returns a time such as "1:02:03". */
  static String time(Duration time) {
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
