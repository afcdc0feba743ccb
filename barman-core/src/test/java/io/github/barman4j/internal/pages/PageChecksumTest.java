/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL's own {@code page_checksum} gives for patterns; real pages are in ITs. */
class PageChecksumTest {

  private static final int MASK = 0xFFFF;

  @ParameterizedTest
  @CsvSource({
    "01, 0, 1175", "01, 50, 1225", "01, 100, 1139",
    "04, 0, 28338", "04, 50, 28352", "04, 100, 28438",
    "ff, 0, 3612", "ff, 50, 3598", "ff, 100, 3648",
    "abcd, 0, -30781", "abcd, 50, -30795", "abcd, 100, -30881",
    "e6d6, 0, -16269", "e6d6, 50, -16251", "e6d6, 100, -16305",
    "4a5e, 0, -27377", "4a5e, 50, -27391", "4a5e, 100, -27349"
  })
  void isPostgresOwn(String pattern, long block, int signed) {
    String page = pattern.repeat(2 * PageChecksum.PAGE / pattern.length());
    byte[] buffer = HexFormat.of().parseHex("00".repeat(PageChecksum.PAGE) + page);
    PageChecksum checksum = new PageChecksum(buffer);
    assertThat(checksum.of(PageChecksum.PAGE, block)).isEqualTo(signed & MASK);
    assertThat(checksum.of(0, block)).isNotEqualTo(signed & MASK);
    assertThat(checksum.of(PageChecksum.PAGE, block)).isEqualTo(signed & MASK);
  }
}
