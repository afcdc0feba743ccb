/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
  @ParameterizedTest
  @CsvSource({
    "data.tar, NONE",
    "data.tar.gz, GZIP",
    "data.tar.bz2, BZIP2",
    "data.tar.snappy, SNAPPY",
    "data_0001.tar.lz4, LZ4",
    "16385.tar.zst, ZSTD",
    "000000010000000000000003.xz, XZ",
    "00000002.history, NONE",
    "data.tar.GZ, NONE",
    "gz, NONE",
    "a.gz.x, NONE"
  })
  void aFileNameTellsTheCodec(String name, Codec expected) {
    assertThat(Codec.ofFileName(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void theSuffixIsStrippedFromItsOwnNamesOnly(Codec codec) {
    assertThat(codec.stripSuffix("data.tar" + codec.suffix())).isEqualTo("data.tar");
    assertThat(codec.stripSuffix("data.tar.other")).isEqualTo("data.tar.other");
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void whatACodecWritesIsRecognisedByItsFirstTenBytes(Codec codec) {
    byte[] written = Codecs.compress(Compression.of(codec), Codecs.rows(1000));

    assertThat(Codec.sniff(Arrays.copyOf(written, 10))).isEqualTo(codec);
  }

  @Test
  void aWalPageIsNotTakenForACodec() {
    assertThat(Codec.sniff(new byte[] {0x10, (byte) 0xd1, 2, 0, 1, 0, 0, 0})).isEqualTo(Codec.NONE);
    assertThat(Codec.sniff(new byte[0])).isEqualTo(Codec.NONE);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void aNameIsReadAsItIsPrinted(Codec codec) {
    assertThat(Codec.parse(codec.toString())).isEqualTo(codec);
    assertThat(Codec.parse(codec.name())).isEqualTo(codec);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codec.parse("pigz"))
        .withMessageContaining("\"pigz\"")
        .withMessageContaining("[none, gzip, bzip2, xz, snappy, lz4, zstd]");
  }
}
