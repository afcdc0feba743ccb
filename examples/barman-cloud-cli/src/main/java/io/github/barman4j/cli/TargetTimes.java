/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads points in time as people write them; without a zone they are in the local one. */
final class TargetTimes {

  private static final List<DateTimeFormatter> FORMS =
      Stream.of(
              "yyyy-MM-dd[['T'][ ]HH:mm[:ss]]",
              "yyyyMMdd[['T'][ ]HHmm[ss]]",
              "[EEE ]MMM [ ]d HH:mm:ss[ zzz] yyyy",
              "[EEE[,] ]d MMM yyyy HH:mm[:ss]")
          .map(TargetTimes::form)
          .toList();

  private TargetTimes() {}

  private static DateTimeFormatter form(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .appendPattern("[[.][,]")
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
        .appendPattern("][ ][XXX][XX][X][zzz]")
        .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .toFormatter(Locale.ENGLISH);
  }

  /**
   * Returns the point in time.
   *
   * @throws UsageException if it is none
   */
  static Instant parse(String text, ZoneId local) {
    for (DateTimeFormatter form : FORMS) {
      try {
        TemporalAccessor read =
            form.parseBest(
                text.strip(),
                java.time.ZonedDateTime::from,
                OffsetDateTime::from,
                LocalDateTime::from);
        return read instanceof LocalDateTime naive
            ? naive.atZone(local).toInstant()
            : Instant.from(read);
      } catch (DateTimeException e) {
        // The next form may fit.
      }
    }
    throw new UsageException(
        "argument --target-time: '"
            + text
            + "' is not a time such as 2026-03-01 10:15:00 or 2026-03-01T10:15:00.5+01:00");
  }
}
