/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * A codec and how hard it works.
 *
 * <p>The constants have the levels at which, on the data files and WAL of PostgreSQL, more time
 * buys little: gzip 1 writes twenty times faster than gzip 9 for a tenth more bytes, zstd 1 twice
 * as fast as zstd 3 for two hundredths more.
 *
 * @param codec the format
 * @param level in the codec's own terms, from {@link Codec#minLevel} to {@link Codec#maxLevel}
 */
public record Compression(Codec codec, int level) {
  /** Not compressed. */
  public static final Compression NONE = of(Codec.NONE);

  /** gzip: read by every Barman, for WAL and base backups. */
  public static final Compression GZIP = of(Codec.GZIP);

  /** bzip2: read by every Barman; slow. */
  public static final Compression BZIP2 = of(Codec.BZIP2);

  /** xz: the smallest, and slow; never for base backups. */
  public static final Compression XZ = of(Codec.XZ);

  /** Snappy. */
  public static final Compression SNAPPY = of(Codec.SNAPPY);

  /** LZ4: the fastest. */
  public static final Compression LZ4 = of(Codec.LZ4);

  /** zstd: as small as gzip 6 at four times the speed of gzip 1. */
  public static final Compression ZSTD = of(Codec.ZSTD);

  /** Checks that the codec has the level. */
  public Compression {
    requireNonNull(codec, "codec");
    if (level < codec.minLevel() || level > codec.maxLevel()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "compression level of %s is %d; it must be from %d to %d",
              codec,
              level,
              codec.minLevel(),
              codec.maxLevel()));
    }
  }

  /** The codec at its default level. */
  public static Compression of(Codec codec) {
    return new Compression(codec, codec.defaultLevel());
  }

  /**
   * Reads {@code zstd} or {@code zstd:3}, in any case.
   *
   * @throws IllegalArgumentException if the codec is unknown, or the level is no number or not the
   *     codec's
   */
  public static Compression parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? of(Codec.parse(text))
        : new Compression(Codec.parse(text.substring(0, colon)), parseLevel(text, colon + 1));
  }

  /** The same codec at another level; the level must be the codec's. */
  public Compression withLevel(int otherLevel) {
    return new Compression(codec, otherLevel);
  }

  /**
   * Compresses what is written into one member, stream or frame.
   *
   * <p>Closing ends the frame, flushes the sink and frees the encoder, but leaves the sink open:
   * who opened it closes it. Nothing is written to the sink any more once a write to it has failed;
   * closing then only frees the encoder. {@code flush} flushes the sink, not the encoder, since
   * that would cost ratio. For one thread at a time.
   *
   * @throws IOException if the sink fails on the frame's header
   */
  public OutputStream compressing(OutputStream sink) throws IOException {
    return CompressingOutputStream.open(this, requireNonNull(sink, "sink"));
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    return codec.minLevel() == codec.maxLevel() ? codec.toString() : codec + ":" + level;
  }

  private static int parseLevel(String text, int begin) {
    try {
      return Integer.parseInt(text, begin, text.length(), 10);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "compression level in \"" + text + "\" is not a number; write for example zstd:3", e);
    }
  }
}
