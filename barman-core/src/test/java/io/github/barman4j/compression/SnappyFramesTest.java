/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/** Streams put together by hand from the framing format's text, with its published checksum. */
class SnappyFramesTest {
  private static final byte[] IDENTIFIER = hex("ff060000734e61507059");

  /** CRC-32C of "123456789" is e3069283 (RFC 3720's check value), masked as the format says. */
  private static final byte[] DIGITS = hex("010d0000e5b08ac7313233343536373839");

  @Test
  void anUncompressedChunkIsRead() throws IOException {
    assertThat(decode(IDENTIFIER, DIGITS)).isEqualTo("123456789");
  }

  @Test
  void repeatedIdentifiersAndPaddingAreLeftOut() throws IOException {
    assertThat(
            decode(IDENTIFIER, hex("fe030000000000"), DIGITS, IDENTIFIER, hex("fe000000"), DIGITS))
        .isEqualTo("123456789123456789");
  }

  @Test
  void aReservedChunkIsAnErrorSkippableOrNot() {
    assertMalformed("unknown chunk type 0x2", IDENTIFIER, hex("02000000"));
    assertMalformed("unknown chunk type 0x80", IDENTIFIER, hex("80000000"));
  }

  @Test
  void aChunkBeforeTheIdentifierIsAnError() {
    assertMalformed("no stream identifier", DIGITS);
  }

  @Test
  void aChunkLongerThanTheFormatAllowsIsAnError() {
    assertMalformed("chunk of 16777215 bytes", IDENTIFIER, hex("00ffffff"));
  }

  @Test
  void aChunkThatClaimsGigabytesIsAnErrorAndNotAnAllocation() {
    assertMalformed("uncompressed length", IDENTIFIER, hex("000900000000000080808080" + "04"));
  }

  @Test
  void snappyJavasOwnContainerIsAnError() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SnappyOutputStream out = new SnappyOutputStream(bytes)) {
      out.write(Codecs.rows(1000));
    }
    assertMalformed("no stream identifier", bytes.toByteArray());
    assertMalformed("no stream identifier", Snappy.compress(Codecs.rows(1000)));
  }

  private static void assertMalformed(String message, byte[]... parts) {
    assertThatExceptionOfType(MalformedStreamException.class)
        .isThrownBy(() -> decode(parts))
        .withMessageContaining(message);
  }

  private static String decode(byte[]... parts) throws IOException {
    byte[] stream = new byte[0];
    for (byte[] part : parts) {
      stream = Codecs.concat(stream, part);
    }
    return new String(Codecs.decompress(Codec.SNAPPY, stream), StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
