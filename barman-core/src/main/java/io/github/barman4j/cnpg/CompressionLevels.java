/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Barman's {@code --compression-level}. */
final class CompressionLevels {

  private static final List<String> NAMES = List.of("low", "medium", "high");
  private static final Map<Codec, List<Integer>> NAMED =
      Map.of(
          Codec.GZIP, List.of(1, 6, 9),
          Codec.BZIP2, List.of(1, 5, 9),
          Codec.XZ, List.of(1, 3, 5),
          Codec.ZSTD, List.of(1, 4, 9),
          Codec.LZ4, List.of(0, 6, 10));

  private CompressionLevels() {}

  static String check(String text) {
    String level = text.strip().toLowerCase(Locale.ROOT);
    if (!NAMES.contains(level) && !level.matches("-?\\d{1,9}")) {
      throw new IllegalArgumentException(
          "is low, medium, high or a whole number, got '" + text + "'");
    }
    return level;
  }

  /**
   * Returns the codec at a level that was checked; one that it does not have becomes the nearest
   * that it has, as with Barman.
   *
   * @throws IllegalArgumentException if the codec has no levels
   */
  static Compression at(Codec codec, String level) {
    List<Integer> named = NAMED.get(codec);
    if (named == null) {
      throw new IllegalArgumentException(
          codec == Codec.NONE ? "there is no compression" : codec + " has no levels");
    }
    int name = NAMES.indexOf(level);
    int number = name >= 0 ? named.get(name) : Integer.parseInt(level);
    return new Compression(codec, Math.min(codec.maxLevel(), Math.max(codec.minLevel(), number)));
  }
}
