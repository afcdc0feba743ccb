/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Compresses and decompresses arrays, and makes content to do it with. */
final class Codecs {
  private Codecs() {}

  static Stream<Codec> compressed() {
    return Arrays.stream(Codec.values()).filter(codec -> codec != Codec.NONE);
  }

  static byte[] compress(Compression compression, byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compressing(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] decompress(Codec codec, byte[] compressed) throws IOException {
    try (InputStream in = codec.decompressing(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Half words, half noise: blocks that compress and blocks that do not. */
  static byte[] mixed(int length, long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    byte[] words = rows(length);
    for (int i = 0; i < length; i++) {
      if ((i / 50_000) % 3 != 1) {
        noise[i] = words[i];
      }
    }
    return noise;
  }

  /** What the fixtures under {@code src/test/resources} hold, of this length. */
  static byte[] rows(int length) {
    StringBuilder text = new StringBuilder(length + 40);
    for (int i = 0; text.length() < length; i++) {
      text.append("row ").append(i).append(" of table ").append(i % 7).append('\n');
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }
}
