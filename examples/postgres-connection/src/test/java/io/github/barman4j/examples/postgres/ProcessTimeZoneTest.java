/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instants are those of {@code date -d} with the zone in {@code TZ}. */
class ProcessTimeZoneTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CET-1CEST,M3.5.0,M10.5.0/3        | 2026-01-15T09:00:00Z | 2026-07-01T08:00:00Z
          EST5EDT,M3.2.0,M11.1.0            | 2026-01-15T15:00:00Z | 2026-07-01T14:00:00Z
          AAA5BBB                           | 2026-01-15T15:00:00Z | 2026-07-01T14:00:00Z
          UTC-2                             | 2026-01-15T08:00:00Z | 2026-07-01T08:00:00Z
          GMT+3                             | 2026-01-15T13:00:00Z | 2026-07-01T13:00:00Z
          <+0530>-5:30                      | 2026-01-15T04:30:00Z | 2026-07-01T04:30:00Z
          :Europe/Berlin                    | 2026-01-15T09:00:00Z | 2026-07-01T08:00:00Z
          EST                               | 2026-01-15T15:00:00Z | 2026-07-01T15:00:00Z
          EST5EDT                           | 2026-01-15T15:00:00Z | 2026-07-01T14:00:00Z
          AEST-10AEDT,M10.1.0,M4.1.0/3      | 2026-01-14T23:00:00Z | 2026-07-01T00:00:00Z
          IST-1GMT0,M10.5.0,M3.5.0/1        | 2026-01-15T10:00:00Z | 2026-07-01T09:00:00Z
          AAA3BBB,J60/0,J300/0              | 2026-01-15T13:00:00Z | 2026-07-01T12:00:00Z
          AAA3BBB,59/0,299/0                | 2026-01-15T13:00:00Z | 2026-07-01T12:00:00Z
          no zone at all                    | 2026-01-15T10:00:00Z | 2026-07-01T10:00:00Z
          ''                                | 2026-01-15T10:00:00Z | 2026-07-01T10:00:00Z
          """)
  void zonesAreThoseOfLibc(String tz, Instant winter, Instant summer) {
    assertThat(at(tz, "2026-01-15T10:00:00")).isEqualTo(winter);
    assertThat(at(tz, "2026-07-01T10:00:00")).isEqualTo(summer);
  }

  private static Instant at(String tz, String clock) {
    TimeZone zone = ProcessTimeZone.find(tz).orElseThrow();
    return LocalDateTime.parse(clock).atZone(zone.toZoneId()).toInstant();
  }

  @Test
  void aFileIsLeftToJava() {
    assertThat(ProcessTimeZone.find("/etc/localtime")).isEmpty();
  }

  @Test
  void zonesOfOneProcessDoNotMixUp() {
    assertThat(at("AAA1", "2026-01-15T10:00:00")).isEqualTo("2026-01-15T11:00:00Z");
    assertThat(at("AAA2", "2026-01-15T10:00:00")).isEqualTo("2026-01-15T12:00:00Z");
    assertThat(ProcessTimeZone.find("AAA1").orElseThrow().getRawOffset())
        .isEqualTo(ZoneOffset.ofHours(-1).getTotalSeconds() * 1000);
  }
}
