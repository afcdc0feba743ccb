/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.wal;

import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes WAL segments whose first page is what PostgreSQL would write: right magic, timeline,
 * position, system identifier and size. Behind it are bytes that compress like WAL, the same for
 * the same name, cluster and filling. Immutable.
 *
 * @param systemIdentifier of the cluster
 * @param size of the segments
 * @param magic of the first page; PostgreSQL 17's unless set
 * @param filling makes segments of the same name differ behind the first page
 */
public record WalSegments(
    SystemIdentifier systemIdentifier, WalSegmentSize size, int magic, long filling) {

  private static final int POSTGRES_17 = 0xD116;
  private static final int LONG_HEADER = 0x0002;
  private static final int PAGE = 8192;
  private static final int HEADER = 40;
  private static final int RANDOM_BYTES = 1024;

  /** Returns the segments of a cluster. */
  public static WalSegments of(SystemIdentifier systemIdentifier, WalSegmentSize size) {
    return new WalSegments(systemIdentifier, size, POSTGRES_17, 0);
  }

  /** Returns the segments of another PostgreSQL. */
  public WalSegments withMagic(int newMagic) {
    return new WalSegments(systemIdentifier, size, newMagic, filling);
  }

  /** Returns segments with other content behind the first page. */
  public WalSegments withFilling(long newFilling) {
    return new WalSegments(systemIdentifier, size, magic, newFilling);
  }

  /** Returns the bytes of a segment. */
  public byte[] bytes(WalSegmentName name) {
    byte[] segment = new byte[size.bytes()];
    Random random = new Random(name.number(size) * 31 + filling);
    byte[] noise = new byte[RANDOM_BYTES];
    for (int page = PAGE; page < segment.length; page += PAGE) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, segment, page, RANDOM_BYTES);
    }
    header(ByteBuffer.wrap(segment, 0, HEADER).order(ByteOrder.LITTLE_ENDIAN), name);
    return segment;
  }

  private void header(ByteBuffer page, WalSegmentName name) {
    page.putShort((short) magic).putShort((short) LONG_HEADER).putInt(name.timeline().value());
    page.putLong(name.beginLsn(size).value()).putInt(0).putInt(0);
    page.putLong(systemIdentifier.value()).putInt(size.bytes()).putInt(PAGE);
  }

  /** Writes a segment under its name into a directory and returns the file. */
  public Path write(Path directory, WalSegmentName name) {
    try {
      return Files.write(directory.resolve(name.toString()), bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
