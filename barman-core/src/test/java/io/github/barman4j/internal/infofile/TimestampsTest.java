/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  private static final ZoneId LOCAL = ZoneId.of("Europe/Vienna");

  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999) int micros,
      @ForAll @IntRange(min = -720, max = 840) int offset) {
    OffsetDateTime time =
        Instant.ofEpochSecond(second, micros * 1_000L)
            .atOffset(ZoneOffset.ofTotalSeconds(offset * 60));
    assertThat(Timestamps.parse(Timestamps.format(time), LOCAL)).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2031-05-06T07:08:09.120034+02:00|2031-05-06 07:08:09.120034+02:00",
        "2031-05-06T07:08:09.000001+02:00|2031-05-06 07:08:09.000001+02:00",
        "2031-05-06T07:08:09Z|2031-05-06 07:08:09+00:00",
        "2031-05-06T07:08:09-03:30|2031-05-06 07:08:09-03:30"
      })
  void timesAreWrittenAsPythonWritesThem(OffsetDateTime time, String text) {
    assertThat(Timestamps.format(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2031-05-06 07:08:09+02:00",
        "2031-05-06T07:08:09+02",
        "2031-05-06T05:08:09Z",
        "2031-05-06 05:08:09 UTC",
        "2031/05/06 07:08:09 +0200",
        "20310506T070809+0200",
        "2031-05-06 07:08:09",
        "2031-05-06 07:08:09 CEST",
        "Tue May  6 07:08:09 2031",
        "Tue May  6 05:08:09 UTC 2031",
        "May 6 07:08:09 2031",
        "Tue, 06 May 2031 07:08:09 +0200",
        "6 May 2031 05:08:09 GMT",
        "2031-05-06 07:08:09.000000+02:00"
      })
  void oneMomentHasManyForms(String text) {
    assertThat(Timestamps.parse(text, LOCAL).toInstant())
        .isEqualTo(Instant.parse("2031-05-06T05:08:09Z"));
  }

  @Test
  void fractionsAreCutToMicroseconds() {
    assertThat(Timestamps.parse("2031-05-06 07:08:09.1234567891+00:00", LOCAL).getNano())
        .isEqualTo(123_456_000);
    assertThat(Timestamps.parse("2031-05-06 07:08:09,5Z", LOCAL).getNano()).isEqualTo(500_000_000);
  }

  @Test
  void dayAndMinuteAreEnough() {
    assertThat(Timestamps.parse("2031-05-06", ZoneOffset.UTC)).isEqualTo("2031-05-06T00:00:00Z");
    assertThat(Timestamps.parse("2031-05-06 07:08", ZoneOffset.UTC))
        .isEqualTo("2031-05-06T07:08:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2031-13-06 07:08:09",
        "2031-05-06 25:08:09",
        "Foo May 6",
        "Tue Mai  6 07:08:09 2031",
        "2031-05-06 07:08:09+99:00",
        "1699999999"
      })
  void othersAreRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Timestamps.parse(text, LOCAL))
        .withMessageContaining("expected a time such as");
  }

  @Test
  void ctimeHasThePaddingOfC() {
    assertThat(Timestamps.formatCtime(OffsetDateTime.parse("2030-03-01T10:00:00.5+01:00")))
        .isEqualTo("Fri Mar  1 10:00:00 2030");
    assertThat(Timestamps.formatCtime(OffsetDateTime.parse("2030-03-21T10:00:00+01:00")))
        .isEqualTo("Thu Mar 21 10:00:00 2030");
  }
}
