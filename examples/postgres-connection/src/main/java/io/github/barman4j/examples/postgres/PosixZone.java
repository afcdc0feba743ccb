/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time zone in POSIX form, such as {@code CET-1CEST,M3.5.0,M10.5.0/3}: names, how far behind UTC
 * they are, and when summer time begins and ends. Without that it is that of the United States, as
 * libc has it.
 */
final class PosixZone {

  private static final String NAME = "(?:[A-Za-z]{3,20}|<[A-Za-z0-9+-]{1,20}>)";
  private static final String OFFSET = "([+-]?\\d{1,2}(?::\\d\\d){0,2})";
  private static final Pattern ZONE =
      Pattern.compile(NAME + OFFSET + "(?:" + NAME + OFFSET + "?(?:,([^,]+),([^,]+))?)?");
  private static final Pattern SUMMER = Pattern.compile(NAME + OFFSET + NAME + ".*");
  private static final String BEGINS = "M3.2.0";
  private static final String ENDS = "M11.1.0";
  private static final int HOUR = 3600;
  private static final int FIRST = 1900;
  private static final int LAST = 2200;

  private PosixZone() {}

  /**
   * Returns the rules of the zone.
   *
   * @throws DateTimeException if the text is none
   */
  static ZoneRules parse(String text) {
    Matcher parts = ZONE.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("'" + text + "' is not a time zone in POSIX form");
    }
    ZoneOffset standard = offset(-seconds(parts.group(1)));
    return SUMMER.matcher(text).matches()
        ? rules(standard, summer(standard, parts.group(2)), parts)
        : ZoneRules.of(standard);
  }

  private static ZoneOffset summer(ZoneOffset standard, @Nullable String offset) {
    return offset(offset == null ? standard.getTotalSeconds() + HOUR : -seconds(offset));
  }

  private static ZoneOffset offset(int seconds) {
    return ZoneOffset.ofTotalSeconds(seconds);
  }

  private static ZoneRules rules(ZoneOffset standard, ZoneOffset summer, Matcher parts) {
    PosixDay begins = PosixDay.parse(parts.group(3) == null ? BEGINS : parts.group(3));
    PosixDay ends = PosixDay.parse(parts.group(4) == null ? ENDS : parts.group(4));
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    for (int year = FIRST; year <= LAST; year++) {
      transitions.add(transition(begins.in(Year.of(year)), standard, summer));
      transitions.add(transition(ends.in(Year.of(year)), summer, standard));
    }
    transitions.sort(null);
    ZoneOffset first = transitions.get(0).getOffsetBefore();
    return ZoneRules.of(standard, first, List.of(), transitions, List.of());
  }

  private static ZoneOffsetTransition transition(
      LocalDateTime time, ZoneOffset before, ZoneOffset after) {
    return ZoneOffsetTransition.of(time, before, after);
  }

  /** Returns the seconds of {@code [+-]h[:mm[:ss]]}. */
  static int seconds(String text) {
    int sign = text.startsWith("-") ? -1 : 1;
    String[] numbers = text.replaceFirst("^[+-]", "").split(":", -1);
    int seconds = 0;
    int unit = HOUR;
    for (String number : numbers) {
      seconds += Integer.parseInt(number) * unit;
      unit /= 60;
    }
    return sign * seconds;
  }
}
