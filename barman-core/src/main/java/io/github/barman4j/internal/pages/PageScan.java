/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import io.github.barman4j.internal.pages.PageSuspects.Suspect;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.storage.ObjectKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Checks the pages of one relation file as they stream by through a buffer; see {@code
 * PageHeaderData} in PostgreSQL's {@code bufpage.h}. For one thread.
 */
public final class PageScan {

  private static final int PAGE = PageChecksum.PAGE;
  private static final byte[] ZEROS = new byte[PAGE];
  private static final int HALF = 32;
  private static final int AT_CHECKSUM = 8;
  private static final int AT_UPPER = 14;
  private static final int AT_SIZE = 18;

  /** Size and version of the layout, 0x2004, as a machine of the other byte order writes it. */
  private static final int BIG_ENDIAN_SIZE = 0x0420;

  private static final int MASK = 0xFFFF;

  private final byte[] buffer;
  private final ByteBuffer pages;
  private final PageChecksum checksum;
  private final PageSuspects found;

  /** Checks pages in {@code buffer}. */
  public PageScan(byte[] buffer, PageSuspects found) {
    this.buffer = buffer;
    this.pages = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    this.checksum = new PageChecksum(buffer);
    this.found = found;
  }

  /**
   * A file of pages.
   *
   * @param key of the part it is in
   * @param path below the data directory
   * @param relation what the path says
   */
  public record File(ObjectKey key, String path, RelationFile relation) {}

  /**
   * Checks the whole pages at the beginning of the buffer.
   *
   * @param length of what is in the buffer
   * @param first number of the first page in the file
   */
  public void check(File file, int length, long first) {
    long block = file.relation().firstBlock() + first;
    for (int offset = 0; offset + PAGE <= length; offset += PAGE) {
      page(file, offset, block++);
    }
  }

  private void page(File file, int offset, long block) {
    int stored = unsigned(offset + AT_CHECKSUM);
    if (unsigned(offset + AT_UPPER) == 0) {
      skipNew(offset);
    } else if (unsigned(offset + AT_SIZE) == BIG_ENDIAN_SIZE) {
      found.counts().unchecked();
    } else if (stored != 0 && checksum.of(offset, block) == stored) {
      found.counts().checked();
    } else {
      found.suspect(suspect(file, offset, block, stored));
    }
  }

  /** A page that was never written is zeros; one caught while first written may be half zeros. */
  private void skipNew(int offset) {
    if (!Arrays.equals(buffer, offset, offset + PAGE, ZEROS, 0, PAGE)) {
      found.counts().unchecked();
    }
  }

  private Suspect suspect(File file, int offset, long block, int stored) {
    long high = Integer.toUnsignedLong(pages.getInt(offset)) << HALF;
    Lsn lsn = new Lsn(high | Integer.toUnsignedLong(pages.getInt(offset + Integer.BYTES)));
    int computed = checksum.of(offset, block);
    return new Suspect(file, block, lsn, stored, computed);
  }

  private int unsigned(int at) {
    return pages.getShort(at) & MASK;
  }
}
