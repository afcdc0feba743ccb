/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a retention policy. */
final class Grammar {

  static final Pattern POLICY =
      Pattern.compile(
          "REDUNDANCY\\s+(0*[1-9]\\d{0,8})"
              + "|RECOVERY\\s+WINDOW\\s+OF\\s+(0*[1-9]\\d{0,8})\\s+(DAY|WEEK|MONTH)S?");
  private static final int WEEK = 7;
  private static final int MONTH = 31;

  private Grammar() {}

  static Duration window(Matcher matcher) {
    int days =
        switch (matcher.group(3)) {
          case "WEEK" -> WEEK;
          case "MONTH" -> MONTH;
          default -> 1;
        };
    return Duration.ofDays(Long.parseLong(matcher.group(2)) * days);
  }
}
