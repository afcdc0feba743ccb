/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

class CodecPropertiesTest {
  private static final int LIMIT = 64 * 1024 * 1024;

  @Provide
  Arbitrary<Compression> compressions() {
    return Arbitraries.of(Codec.values())
        .flatMap(
            codec ->
                Arbitraries.integers()
                    .between(codec.minLevel(), Math.min(codec.maxLevel(), 12))
                    .map(level -> new Compression(codec, level)));
  }

  @Property(tries = 60)
  void contentWrittenInAnyPiecesIsReadInAnyPieces(
      @ForAll("compressions") Compression compression,
      @ForAll @IntRange(max = 300_000) int length,
      @ForAll @IntRange(min = 1, max = 300_000) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] plain = Codecs.mixed(length, seed);
    byte[] compressed = compress(compression, plain, piece);

    assertThat(decompress(compression.codec(), compressed, piece)).isEqualTo(plain);
  }

  @Property(tries = 200)
  void noiseIsRefusedAndNeverMuch(
      @ForAll Codec codec, @ForAll @Size(max = 2000) byte[] noise, @ForAll boolean begunWell)
      throws IOException {
    byte[] begin = Codecs.compress(Compression.of(codec), Codecs.rows(3000));
    byte[] input = begunWell ? Codecs.concat(Arrays.copyOf(begin, begin.length / 2), noise) : noise;
    if (codec == Codec.NONE) {
      return;
    }
    Assertions.assertThrows(MalformedStreamException.class, () -> drain(codec, input));
  }

  private static void drain(Codec codec, byte[] input) throws IOException {
    try (InputStream in = codec.decompressing(new ByteArrayInputStream(input))) {
      assertThat(in.readNBytes(LIMIT)).hasSizeLessThan(LIMIT);
    }
  }

  private static byte[] compress(Compression compression, byte[] plain, int piece)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compressing(bytes)) {
      for (int begin = 0; begin < plain.length; begin += piece) {
        out.write(plain, begin, Math.min(piece, plain.length - begin));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] decompress(Codec codec, byte[] compressed, int piece) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    try (InputStream in = codec.decompressing(new ByteArrayInputStream(compressed))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
    }
    return bytes.toByteArray();
  }
}
