/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarmanVersionTest {
  @ParameterizedTest
  @CsvSource({"3.4,3.4.0", "3.20.1,3.20.1", "2.18,2.18.0"})
  void twoOrThreeNumbersAreRead(String text, String printed) {
    assertThat(BarmanVersion.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3.", "v3.4", "3.4.0.1", "3.x", "-3.4", "3.4 "})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BarmanVersion.parse(text))
        .withMessageContaining("\"" + text + "\"");
  }

  @Test
  void numbersAreComparedAsNumbers() {
    assertThat(BarmanVersion.parse("3.4")).isLessThan(BarmanVersion.parse("3.20"));
    assertThat(BarmanVersion.parse("3.12.1")).isGreaterThan(BarmanVersion.parse("3.12"));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP,0.0,0.0",
    "BZIP2,0.0,0.0",
    "NONE,0.0,0.0",
    "SNAPPY,2.18,2.18",
    "LZ4,3.12,3.18",
    "ZSTD,3.12,3.20",
    "XZ,3.12,"
  })
  void aCodecIsReadSinceTheReleaseThatBroughtIt(Codec codec, String wal, String base) {
    for (String text : new String[] {"2.10", "2.18", "3.4", "3.11.1", "3.12", "3.18", "3.20"}) {
      BarmanVersion version = BarmanVersion.parse(text);
      assertThat(version.readsWal(codec)).isEqualTo(since(version, wal));
      assertThat(version.readsBase(codec)).isEqualTo(base != null && since(version, base));
    }
  }

  @Test
  void aRefusalListsWhatTheReleaseReads() {
    BarmanVersion version = BarmanVersion.parse("3.17");
    assertThatCode(() -> version.requireReadsWal(Codec.ZSTD)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> version.requireReadsBase(Codec.ZSTD))
        .withMessage(
            "Barman 3.17.0 does not read base backups compressed with zstd;"
                + " it reads [none, gzip, bzip2, snappy]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BarmanVersion.OLDEST_TESTED.requireReadsWal(Codec.XZ))
        .withMessageContaining("it reads [none, gzip, bzip2, snappy]");
  }

  private static boolean since(BarmanVersion version, String first) {
    return version.compareTo(BarmanVersion.parse(first)) >= 0;
  }
}
