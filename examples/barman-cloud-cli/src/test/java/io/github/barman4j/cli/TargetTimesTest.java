/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTimesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-03-01T10:15:00Z             | 2026-03-01T10:15:00Z
          2026-03-01 10:15:00              | 2026-03-01T09:15:00Z
          2026-03-01 10:15:00.5            | 2026-03-01T09:15:00.5Z
          2026-03-01 10:15:00.123456+00    | 2026-03-01T10:15:00.123456Z
          2026-03-01 10:15:00+05:30        | 2026-03-01T04:45:00Z
          2026-03-01 10:15:00 -0800        | 2026-03-01T18:15:00Z
          2026-03-01 10:15:00 UTC          | 2026-03-01T10:15:00Z
          2026-03-01 10:15                 | 2026-03-01T09:15:00Z
          2026-03-01                       | 2026-02-28T23:00:00Z
          20260301T101500                  | 2026-03-01T09:15:00Z
          2026-07-01T10:15:00              | 2026-07-01T08:15:00Z
          Sun Mar  1 10:15:00 2026         | 2026-03-01T09:15:00Z
          Sun Mar 15 10:15:00 2026         | 2026-03-15T09:15:00Z
          Sun Mar  1 10:15:00 UTC 2026     | 2026-03-01T10:15:00Z
          Sun, 1 Mar 2026 10:15:00 +0000   | 2026-03-01T10:15:00Z
          """)
  void timesAreReadInTheFormsPeopleWrite(String text, Instant expected) {
    assertThat(TargetTimes.parse(text, BERLIN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01", "2026-03-01 25:00:00", "1700000000"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TargetTimes.parse(text, BERLIN))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--target-time");
  }
}
