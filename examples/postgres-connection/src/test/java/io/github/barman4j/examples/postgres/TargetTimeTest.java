/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTimeTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-07-01 10:00:00 EST           | 2026-07-01T15:00:00Z
          2026-01-15 21:00:01 CEST          | 2026-01-15T19:00:01Z
          2026-07-01 10:00:00 cet           | 2026-07-01T09:00:00Z
          2026-01-15 10:00:00EDT            | 2026-01-15T14:00:00Z
          2026-07-01 10:00:00 PST           | 2026-07-01T18:00:00Z
          2026-07-01 10:00:00 Europe/Paris  | 2026-07-01T08:00:00Z
          2026-07-01 10:00:00+0530          | 2026-07-01T04:30:00Z
          2026-07-01 10:00:00 +05:30        | 2026-07-01T04:30:00Z
          2026-07-01 10:00:00.25-3          | 2026-07-01T13:00:00.250Z
          20260701T100000Z                  | 2026-07-01T10:00:00Z
          Wed Jul  1 10:00:00 CEST 2026     | 2026-07-01T08:00:00Z
          2026-03-29 02:30:00               | 2026-03-29T01:30:00Z
          2026-10-25 02:30:00+01:00         | 2026-10-25T01:30:00Z
          """)
  void zonesMeanWhatPostgresTakesThemFor(String text, Instant expected) {
    assertThat(TargetTime.parse(text, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-07-01 10:00:00 IST",
        "2026-07-01 10:00:00 CST",
        "2026-07-01 10:00:00 UTC+2",
        "2026-07-01 10:00:00 XYZ",
        "2026-07-01 10:00:00 +99"
      })
  void zonesThatMayBeSeveralAreRefusedWithTheWayToWriteThem(String text) {
    assertThatThrownBy(() -> TargetTime.parse(text, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("is not a time", "2026-07-01T10:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-02-30 10:00:00", "2026-07-01 10:60:00", "2026-07-01 10:00:00 T9"})
  void daysAndTimesThatThereAreNotAreRefused(String text) {
    assertThatThrownBy(() -> TargetTime.parse(text, BERLIN)).hasMessageContaining("is not a time");
  }

  @Test
  void aTimeThatTheClocksShowedTwiceIsRefusedWithBoth() {
    assertThatThrownBy(() -> TargetTime.parse("2026-10-25 02:30:00", BERLIN))
        .hasMessageContainingAll(
            "is not a time", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00");
  }
}
