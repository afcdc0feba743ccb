/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.postgres.WalFileName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000000010000000000000008\t16777216\t1795174164.8792284\tNone",
        "000000010000000000000008.00000028.backup\t350\t1795174164.9094877\tNone",
        "000000010000000000000009\t16777216\t1795174164\tNone",
        "000000010000000000000009\t16777216\t1795174164.0\tNone",
        "00000001000000000000000A\t88648\t1795174164.5\tpigz",
      })
  void keepsLinesOfBarman340(String line) {
    assertThat(CatalogueLine.parse(line).legacy()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000000010000000000000006\t16777216\t1795174141.059228\tNone",
        "000000010000000000000006\t88648\t1795174890.1552424\tgzip",
        "00000002.history\t78\t1795174892.2698202\tgzip",
        "00000001000000000000000F.partial\t16777216\t1795175186.0\tcustom",
      })
  void hasFourColumnsForBarman3Dot13WhereNothingIsEncrypted(String line) {
    assertThat(CatalogueLine.parse(line + "\tNone").modern()).isEqualTo(line);
    assertThat(CatalogueLine.parse(line).modern()).isEqualTo(line);
  }

  @Test
  void hasTheFifthColumnOfBarman3Dot14WhereTheFileIsEncrypted() {
    String line = "00000001000000000000000F\t40774\t1795175186.8432484\tgzip\tgpg";

    assertThat(CatalogueLine.parse(line).modern()).isEqualTo(line);
  }

  @Test
  void readsThreeColumnsAndAnyBlanks() {
    CatalogueLine line = CatalogueLine.parse("000000010000000000000008  16777216 1795174164.25");

    assertThat(line.compression()).isNull();
    assertThat(line.encryption()).isNull();
    assertThat(line.modern()).isEqualTo("000000010000000000000008\t16777216\t1795174164.25\tNone");
  }

  @Test
  void writesNoExponent() {
    CatalogueLine line = CatalogueLine.parse("000000010000000000000008 1 1.7951741648792284E9");

    assertThat(line.legacy()).contains("\t1795174164.8792284\t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "000000010000000000000008\t16777216",
        "000000010000000000000008\t16777216\t1\tNone\tNone\tNone",
        "nothing\t16777216\t1\tNone",
        "000000010000000000000008\t-1\t1\tNone",
        "000000010000000000000008\t1\tNone\tNone",
        "000000010000000000000008\t1\t1e999999999\tNone",
      })
  void refusesOtherLines(String line) {
    assertThatThrownBy(() -> CatalogueLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T11:29:24.879228400Z, 1795174164.8792284",
    "2026-11-20T11:29:24Z, 1795174164.0",
    "2026-11-20T11:29:24.500000001Z, 1795174164.5",
    "1970-01-01T00:00:00Z, 0.0",
  })
  void writesTimesAsPythonDoes(Instant time, String expected) {
    assertThat(CatalogueLine.seconds(time).toPlainString()).isEqualTo(expected);
  }

  @Test
  void isTheSameAfterWritingAndReading() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      CatalogueLine line = random(random);
      assertThat(CatalogueLine.parse(line.modern())).as("seed " + seed).isEqualTo(line);
      assertThat(CatalogueLine.parse(line.legacy()).says(line)).as("seed " + seed).isTrue();
    }
  }

  private static CatalogueLine random(Random random) {
    Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    BigDecimal seconds = CatalogueLine.seconds(time);
    assertThat(seconds.doubleValue()).isEqualTo(time.getEpochSecond() + 1e-9 * time.getNano());
    return new CatalogueLine(
        WalFileName.parse("%08X%08X%08X".formatted(1, random.nextInt(), random.nextInt(256))),
        random.nextLong() >>> 1,
        seconds,
        random.nextBoolean() ? null : "bzip2",
        random.nextBoolean() ? null : "gpg");
  }
}
