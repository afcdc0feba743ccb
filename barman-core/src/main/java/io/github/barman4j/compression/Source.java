/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compressed input through a buffer, which knows how much there was, and tells the input's own
 * failures from those of the content.
 */
final class Source extends InputStream {
  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private long total;
  private boolean atEnd;
  private @Nullable Throwable failure;

  Source(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Reads exactly this many bytes. */
  void require(byte[] target, int offset, int length) throws IOException {
    if (readNBytes(target, offset, length) < length) {
      throw new TruncatedStreamException("the input ends in the middle");
    }
  }

  /** Gives back the last bytes of what the last read returned. */
  void unread(int count) {
    position -= count;
  }

  int requireByte() throws IOException {
    int value = read();
    if (value < 0) {
      throw new TruncatedStreamException("the input ends in the middle");
    }
    return value;
  }

  /** Reads an unsigned little-endian number of up to eight bytes. */
  long requireNumber(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) requireByte() << (8 * i);
    }
    return value;
  }

  void requireSkip(long count) throws IOException {
    for (long left = count; left > 0; ) {
      if (position == limit && !fill()) {
        throw new TruncatedStreamException("the input ends in the middle");
      }
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
    }
  }

  /** How many bytes the input has given so far. */
  long total() {
    return total;
  }

  /** Whether somebody asked for more than the input had. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** Whether this is what the input threw, rather than what a decoder made of its content. */
  boolean isOwnFailure(Throwable thrown) {
    return thrown == failure;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    try {
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      position = 0;
    }
    total += limit;
    atEnd = limit == 0;
    return limit > 0;
  }
}
