/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Points in time as people write them for PostgreSQL. What PostgreSQL and other programs understand
 * differently is refused, with how to write it clearly: recovery to another instant loses data.
 */
public final class TargetTime {

  private static final List<DateTimeFormatter> FORMS =
      Stream.of(
              "uuuu-MM-dd[['T'][ ]HH:mm[:ss]]",
              "uuuuMMdd[['T'][ ]HHmm[ss]]",
              "[EEE ]MMM [ ]d HH:mm:ss uuuu",
              "[EEE[,] ]d MMM uuuu HH:mm[:ss]")
          .map(TargetTime::form)
          .toList();

  private static final Pattern PARTS =
      Pattern.compile(
          "(.{0,40}?(?:\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?"
              + "|T\\d{4}(?:\\d\\d(?:[.,]\\d{1,9})?)?|\\d{4}-\\d\\d-\\d\\d|\\d{8}))"
              + "\\s*((?!T\\d)[A-Za-z+-][A-Za-z0-9_/+:-]{0,60})?(\\s+\\d{4})?");

  private TargetTime() {}

  private static DateTimeFormatter form(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .appendPattern("[[.][,]")
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
        .appendPattern("]")
        .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Returns the point in time. An abbreviation such as {@code EST} is an offset that does not
   * depend on the date. A time that the zone leaves out, as clocks go forward, is read by the clock
   * before, as PostgreSQL does.
   *
   * @param local the zone where the text has none
   * @throws IllegalArgumentException if it is no time, or the clocks of the zone showed it twice
   */
  public static Instant parse(String text, ZoneId local) {
    Matcher parts = PARTS.matcher(text.strip());
    if (!parts.matches()) {
      throw noTime(text, "such as 2026-03-01 10:15:00 or 2026-03-01T10:15:00.5+01:00");
    }
    LocalDateTime clock =
        clock(text, parts.group(1) + (parts.group(3) == null ? "" : parts.group(3)));
    ZoneId zone = parts.group(2) == null ? local : zone(text, clock, parts.group(2));
    return at(text, clock, zone);
  }

  private static LocalDateTime clock(String text, String withoutZone) {
    for (DateTimeFormatter form : FORMS) {
      try {
        return LocalDateTime.parse(withoutZone, form);
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    throw noTime(text, "such as 2026-03-01 10:15:00 or 2026-03-01T10:15:00.5+01:00");
  }

  private static ZoneId zone(String text, LocalDateTime clock, String name) {
    try {
      return ZoneName.parse(name);
    } catch (DateTimeException e) {
      throw noTime(
          text,
          "whose zone is clear: %s. Write its offset, such as %s"
              .formatted(e.getMessage(), clock + "+01:00"));
    }
  }

  private static Instant at(String text, LocalDateTime clock, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(clock);
    if (offsets.size() > 1) {
      String both =
          offsets.stream().map(one -> clock + "" + one).collect(Collectors.joining(" or "));
      throw noTime(
          text, "that was there once: the clocks of " + zone + " went back. Write " + both);
    }
    return clock.atZone(zone).toInstant();
  }

  private static IllegalArgumentException noTime(String text, String what) {
    return new IllegalArgumentException("'" + text + "' is not a time " + what);
  }
}
