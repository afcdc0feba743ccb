/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A compression format of archive objects, told apart by the suffix of the object's name.
 *
 * <p>Levels are in the ranges that Barman's {@code --compression-level} accepts.
 */
public enum Codec {
  /** Not compressed. */
  NONE("", "", 0, 0, 0),
  /** gzip, one member; levels 1 to 9. */
  GZIP(".gz", "1f8b08", 1, 9, 1),
  /** bzip2, one stream; levels 1 to 9 are its block size in units of 100,000 bytes. */
  BZIP2(".bz2", "425a68", 1, 9, 5),
  /** xz, one stream with CRC-64; levels 1 to 9 are its presets. */
  XZ(".xz", "fd377a585a00", 1, 9, 3),
  /** Snappy's framing format; it has no levels. */
  SNAPPY(".snappy", "ff060000734e61507059", 0, 0, 0),
  /** LZ4's frame format; level 0 is the fast compressor, 1 to 16 the high-compression one. */
  LZ4(".lz4", "04224d18", 0, 16, 0),
  /** zstd, one frame; levels -22 to 22, where 0 is zstd's own default and less than 0 is faster. */
  ZSTD(".zst", "28b52ffd", -22, 22, 1);

  private final String suffix;
  private final String magic;
  private final int minLevel;
  private final int maxLevel;
  private final int defaultLevel;

  Codec(String suffix, String magic, int minLevel, int maxLevel, int defaultLevel) {
    this.suffix = suffix;
    this.magic = magic;
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    this.defaultLevel = defaultLevel;
  }

  /** The codec that the suffix of a file or object name stands for; {@link #NONE} if no suffix. */
  public static Codec ofFileName(String fileName) {
    requireNonNull(fileName, "fileName");
    return Arrays.stream(values())
        .filter(codec -> codec != NONE && fileName.endsWith(codec.suffix))
        .findFirst()
        .orElse(NONE);
  }

  /**
   * The codec whose magic number the content begins with, or {@link #NONE}.
   *
   * @param beginning the first bytes of the content; ten are enough for every codec
   */
  public static Codec sniff(byte[] beginning) {
    requireNonNull(beginning, "beginning");
    return Arrays.stream(values())
        .filter(codec -> codec != NONE && codec.begins(beginning))
        .findFirst()
        .orElse(NONE);
  }

  /** The codec of this name in lower or upper case, such as {@code zstd} or {@code none}. */
  public static Codec parse(String name) {
    for (Codec codec : values()) {
      if (codec.toString().equalsIgnoreCase(name)) {
        return codec;
      }
    }
    throw new IllegalArgumentException(
        "compression \"" + name + "\" is unknown; use one of " + Arrays.toString(values()));
  }

  /** What object names end with, dot included; empty for {@link #NONE}. */
  public String suffix() {
    return suffix;
  }

  /** The name without this codec's suffix; the same name if it has another one. */
  public String stripSuffix(String fileName) {
    return fileName.endsWith(suffix)
        ? fileName.substring(0, fileName.length() - suffix.length())
        : fileName;
  }

  /** The lowest level that is accepted. */
  public int minLevel() {
    return minLevel;
  }

  /** The highest level that is accepted. */
  public int maxLevel() {
    return maxLevel;
  }

  /** The level used when none is asked for. */
  public int defaultLevel() {
    return defaultLevel;
  }

  /**
   * Decodes everything in a stream of this codec: all members, streams or frames to its end.
   *
   * <p>Nothing is read before the first read. A read throws {@link TruncatedStreamException} if the
   * input ends early (an empty input does, except for {@link #NONE}), {@link
   * MalformedStreamException} if it is damaged, is followed by other bytes, or asks for more memory
   * than a decoder is allowed (a zstd window above 128 MiB, an xz dictionary above 127 MiB); the
   * input's own failures pass unchanged. Once it has failed, every further read fails the same way.
   *
   * <p>Closing the stream frees the decoder and closes {@code compressed}. For one thread at a
   * time.
   */
  public InputStream decompressing(InputStream compressed) {
    requireNonNull(compressed, "compressed");
    return this == NONE ? compressed : new DecompressingInputStream(this, compressed);
  }

  private boolean begins(byte[] content) {
    int length = magic.length() / 2;
    return content.length >= length && HexFormat.of().formatHex(content, 0, length).equals(magic);
  }

  /** The codec's name in lower case, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
