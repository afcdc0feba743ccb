/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.List;

/** Spans of time in words, as Barman says them. */
final class Durations {

  private static final long[] SECONDS = {86_400, 3600, 60, 1};
  private static final String[] UNITS = {"day", "hour", "minute", "second"};

  private Durations() {}

  static String words(double duration) {
    long left = (long) duration;
    if (left < 1) {
      return "less than one second";
    }
    List<String> words = new ArrayList<>();
    for (int unit = 0; unit < UNITS.length; unit++) {
      long count = left / SECONDS[unit];
      left %= SECONDS[unit];
      if (count > 0) {
        words.add(count + " " + UNITS[unit] + (count == 1 ? "" : "s"));
      }
    }
    return String.join(", ", words);
  }
}
