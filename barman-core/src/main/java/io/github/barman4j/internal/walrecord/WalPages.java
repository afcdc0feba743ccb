/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.postgres.Lsn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The record bytes of a run of WAL: pages without their headers. Begins at a segment's begin. For
 * one thread; the caller closes the stream.
 */
final class WalPages {

  private static final int SHORT_HEADER = 24;
  private static final int LONG_HEADER = 40;
  private static final int CONTINUES = 0x0001;
  private static final int IS_LONG = 0x0002;
  private static final int OVERWRITES_RECORD = 0x0008;
  private static final int BLOCK_SIZE_AT = 36;
  private static final int PAGE = 8192;
  private static final int ALIGNMENT = 8;

  private final InputStream in;
  private final byte[] page = new byte[PAGE];
  private final ByteBuffer header = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
  private int position;
  private int limit;
  private boolean ended;
  private boolean overwritten;

  WalPages(InputStream in) {
    this.in = in;
  }

  /** Goes to the first record that begins in this run; false if none does. */
  boolean skipContinuedRecord() throws IOException {
    while (nextPage()) {
      if ((header.getShort(2) & CONTINUES) == 0) {
        return true;
      }
      int rest = header.getInt(16);
      if (rest <= limit - position) {
        return skip(rest) && align();
      }
      position = limit;
    }
    return false;
  }

  /** Returns where the next byte lies. */
  Lsn lsn() {
    return new Lsn(header.getLong(8) + position);
  }

  /** Returns the number that tells the version of the WAL's format, of the current page. */
  int magic() {
    return header.getShort(0) & 0xFFFF;
  }

  /**
   * Tells, once, whether the last read or skip ended early because the server crashed within the
   * record and wrote on with another one, which is next.
   */
  boolean wasOverwritten() {
    boolean was = overwritten;
    overwritten = false;
    return was;
  }

  /** Fills the buffer; false if the run or its written part ends before. */
  boolean read(byte[] target, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (position == limit && !nextPageOfRecord()) {
        return false;
      }
      int count = Math.min(length - done, limit - position);
      System.arraycopy(page, position, target, done, count);
      position += count;
      done += count;
    }
    return true;
  }

  /** Leaves out this many bytes; false if the run ends before. */
  boolean skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (position == limit && !nextPageOfRecord()) {
        return false;
      }
      int count = (int) Math.min(left, limit - position);
      position += count;
      left -= count;
    }
    return true;
  }

  /** Goes to where the next record can begin; false if the run ends before. */
  boolean align() throws IOException {
    return skip(-position & (ALIGNMENT - 1)) && (position < limit || nextPage());
  }

  /** A page of zeros, or one that an earlier use of the file left, is behind the end of the WAL. */
  private boolean follows(long expected) {
    return header.getShort(0) != 0 && (expected == 0 || header.getLong(8) == expected);
  }

  private boolean nextPageOfRecord() throws IOException {
    if (!nextPage()) {
      return false;
    }
    boolean continues = (header.getShort(2) & CONTINUES) != 0;
    overwritten = !continues && (header.getShort(2) & OVERWRITES_RECORD) != 0;
    ended = !continues && !overwritten;
    position = ended ? limit : position;
    return continues;
  }

  private boolean nextPage() throws IOException {
    long expected = limit == 0 ? 0 : header.getLong(8) + PAGE;
    if (ended || in.readNBytes(page, 0, PAGE) < PAGE || !follows(expected)) {
      ended = true;
      position = limit;
      return false;
    }
    boolean isLong = (header.getShort(2) & IS_LONG) != 0;
    if (isLong && header.getInt(BLOCK_SIZE_AT) != PAGE) {
      ended = true;
      throw new UnsupportedFormatException(
          "WAL pages of " + header.getInt(BLOCK_SIZE_AT) + " bytes are not supported, only 8192");
    }
    position = isLong ? LONG_HEADER : SHORT_HEADER;
    limit = PAGE;
    return true;
  }
}
