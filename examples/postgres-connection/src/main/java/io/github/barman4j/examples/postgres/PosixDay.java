/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When clocks are changed, as a POSIX time zone says it: {@code Mm.w.d}, {@code Jn} or {@code n},
 * and {@code /time} if it is not at 2.
 */
final class PosixDay {

  private static final Pattern DAY =
      Pattern.compile(
          "(?:M(\\d{1,2})\\.([1-5])\\.([0-6])|(J?)(\\d{1,3}))"
              + "(?:/([+-]?\\d{1,3}(?::\\d\\d){0,2}))?");
  private static final int LAST_WEEK = 5;
  private static final int FEBRUARY_28 = 59;

  private final Matcher parts;

  private PosixDay(Matcher parts) {
    this.parts = parts;
  }

  static PosixDay parse(String text) {
    Matcher parts = DAY.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("'" + text + "' is not a day of a time zone in POSIX form");
    }
    return new PosixDay(parts);
  }

  /** Returns the time by the clock before the change. */
  LocalDateTime in(Year year) {
    String time = parts.group(6) == null ? "2" : parts.group(6);
    return day(year).atStartOfDay().plusSeconds(PosixZone.seconds(time));
  }

  private LocalDate day(Year year) {
    return parts.group(1) == null ? ofNumber(year) : ofWeek(year);
  }

  private LocalDate ofWeek(Year year) {
    LocalDate month = year.atMonth(number(1)).atDay(1);
    DayOfWeek day = DayOfWeek.SUNDAY.plus(number(3));
    return number(2) == LAST_WEEK
        ? month.with(TemporalAdjusters.lastInMonth(day))
        : month.with(TemporalAdjusters.dayOfWeekInMonth(number(2), day));
  }

  /** With J, 29 February is not counted, and the first day is 1. */
  private LocalDate ofNumber(Year year) {
    int number = number(5);
    if (parts.group(4).isEmpty()) {
      return year.atDay(1).plusDays(number);
    }
    return year.atDay(year.isLeap() && number > FEBRUARY_28 ? number + 1 : number);
  }

  private int number(int group) {
    return Integer.parseInt(parts.group(group));
  }
}
