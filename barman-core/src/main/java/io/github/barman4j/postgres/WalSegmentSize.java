/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

/**
 * The size of a WAL segment: a power of two from 1 MiB to 1 GiB, fixed by {@code initdb}.
 *
 * @param bytes the size
 */
public record WalSegmentSize(int bytes) {

  /** PostgreSQL's default, 16 MiB. */
  public static final WalSegmentSize DEFAULT = new WalSegmentSize(16 << 20);

  /** The most bytes a segment can have, 1 GiB. */
  public static final int LARGEST = 1 << 30;

  private static final int MIN = 1 << 20;
  private static final long LOG_BYTES = 1L << 32;

  /** Checks the range and that it is a power of two. */
  public WalSegmentSize {
    if (!isLegal(bytes)) {
      throw new IllegalArgumentException(
          "A WAL segment size is a power of two from 1 MiB to 1 GiB, got " + bytes + " bytes");
    }
  }

  /** Tells whether a WAL segment can have this many bytes. */
  public static boolean isLegal(long bytes) {
    return bytes >= MIN && bytes <= LARGEST && Long.bitCount(bytes) == 1;
  }

  /** Returns how many segments share the middle eight digits of their names. */
  public long segmentsPerLog() {
    return LOG_BYTES / bytes;
  }

  /** Returns the segment's number since the beginning of the WAL in which the position lies. */
  public long segmentNumber(Lsn lsn) {
    return Long.divideUnsigned(lsn.value(), bytes);
  }

  /** Returns where the position lies in its segment, in bytes. */
  public int offset(Lsn lsn) {
    return (int) (lsn.value() & (bytes - 1));
  }
}
