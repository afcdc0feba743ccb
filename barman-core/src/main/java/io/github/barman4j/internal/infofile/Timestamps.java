/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The timestamps in {@code backup.info} and in Barman's JSON: written in one form, read in those
 * that Barman's free-form reader was seen to accept.
 */
public final class Timestamps {

  private static final String TIME = "(\\d{1,2}):?(\\d{2})(?::?(\\d{2})(?:[.,](\\d+))?)?";
  private static final String ZONE = "\\s*(Z|[A-Za-z]{2,5}|[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)?";
  private static final Pattern NUMERIC =
      Pattern.compile("(\\d{4})[-/]?(\\d{2})[-/]?(\\d{2})(?:[T\\s]\\s*" + TIME + ZONE + ")?");
  private static final Pattern CTIME =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},?\\s+)?([A-Za-z]{3})[a-z]*\\s+(\\d{1,2})\\s+"
              + TIME
              + "(?:\\s+([A-Z]{2,5}))?\\s+(\\d{4})");
  private static final Pattern MAIL =
      Pattern.compile(
          "(?:[A-Za-z]{3,9},?\\s+)?(\\d{1,2})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{4})\\s+"
              + TIME
              + ZONE);
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final int MICROS = 6;
  private static final int MAX_LENGTH = 100;

  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendOptional(
              new DateTimeFormatterBuilder()
                  .appendLiteral('.')
                  .appendValue(ChronoField.MICRO_OF_SECOND, MICROS)
                  .toFormatter(Locale.ROOT))
          .appendOffset("+HH:MM:ss", "+00:00")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter WITHOUT_FRACTION =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendOffset("+HH:MM:ss", "+00:00")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter CTIME_WRITTEN =
      new DateTimeFormatterBuilder()
          .appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT)
          .appendLiteral(' ')
          .appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT)
          .appendLiteral(' ')
          .padNext(2)
          .appendValue(ChronoField.DAY_OF_MONTH)
          .appendPattern(" HH:mm:ss uuuu")
          .toFormatter(Locale.ENGLISH);

  private Timestamps() {}

  /** Returns Barman's form, {@code 2031-05-06 07:08:09.120034+02:00}, microseconds if not 0. */
  public static String format(OffsetDateTime time) {
    boolean whole = time.get(ChronoField.MICRO_OF_SECOND) == 0;
    return (whole ? WITHOUT_FRACTION : WRITTEN).format(time);
  }

  /** Returns the form of Barman's JSON, {@code Fri Mar 1 10:00:00 2030}. */
  public static String formatCtime(OffsetDateTime time) {
    return CTIME_WRITTEN.format(time);
  }

  /**
   * Reads a timestamp, in microseconds. One without offset, or with a zone's abbreviation other
   * than UTC, GMT and Z, is local time, as Barman takes it.
   *
   * @throws IllegalArgumentException that shows the form expected
   */
  public static OffsetDateTime parse(String text, ZoneId local) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(unreadable(text.substring(0, MAX_LENGTH) + "…"));
    }
    try {
      return read(text.strip(), local).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(unreadable(text), e);
    }
  }

  private static OffsetDateTime read(String text, ZoneId local) {
    Matcher numeric = NUMERIC.matcher(text);
    if (numeric.matches()) {
      LocalDateTime day = day(numeric.group(1), number(numeric.group(2)), numeric.group(3));
      return at(time(day, numeric, 4), numeric.group(8), local);
    }
    Matcher ctime = CTIME.matcher(text);
    if (ctime.matches()) {
      LocalDateTime day = day(ctime.group(8), month(ctime.group(1)), ctime.group(2));
      return at(time(day, ctime, 3), ctime.group(7), local);
    }
    Matcher mail = MAIL.matcher(text);
    if (mail.matches()) {
      LocalDateTime day = day(mail.group(3), month(mail.group(2)), mail.group(1));
      return at(time(day, mail, 4), mail.group(8), local);
    }
    throw new IllegalArgumentException(unreadable(text));
  }

  private static LocalDateTime day(String year, int month, String day) {
    return LocalDateTime.of(number(year), month, number(day), 0, 0);
  }

  private static LocalDateTime time(LocalDateTime day, Matcher matcher, int group) {
    return day.withHour(number(matcher.group(group)))
        .withMinute(number(matcher.group(group + 1)))
        .withSecond(number(matcher.group(group + 2)))
        .withNano(number(fraction(matcher.group(group + 3))));
  }

  private static String fraction(@Nullable String digits) {
    return (Objects.requireNonNullElse(digits, "") + "000000").substring(0, MICROS) + "000";
  }

  private static int month(String name) {
    int index = MONTHS.indexOf(name.toLowerCase(Locale.ROOT));
    return index % 3 == 0 ? index / 3 + 1 : 0;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static OffsetDateTime at(LocalDateTime time, @Nullable String zone, ZoneId local) {
    if (zone == null) {
      return time.atZone(local).toOffsetDateTime();
    }
    if (zone.startsWith("+") || zone.startsWith("-")) {
      return time.atOffset(ZoneOffset.of(zone));
    }
    boolean utc = zone.equals("Z") || zone.equals("UTC") || zone.equals("GMT");
    return utc ? time.atOffset(ZoneOffset.UTC) : time.atZone(local).toOffsetDateTime();
  }

  private static String unreadable(String text) {
    return "expected a time such as 2031-05-06 07:08:09.120034+02:00, got '" + text + "'";
  }
}
