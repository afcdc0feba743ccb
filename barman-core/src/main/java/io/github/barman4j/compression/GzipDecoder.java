/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * All members of a gzip stream (RFC 1952), then zero padding, then the end.
 *
 * <p>The JDK's own stream takes trailing bytes for the end and looks for a second member only if
 * the input says that more is available.
 */
final class GzipDecoder implements Decoder {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final Source source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[64 * 1024];
  private boolean inMember;
  private long members;

  GzipDecoder(Source source) {
    this.source = source;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (inMember || beginMember()) {
      int count = inflate(target, offset, length);
      crc.update(target, offset, count);
      if (inflater.finished()) {
        endMember();
      }
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      int count = inflater.inflate(target, offset, length);
      if (count == 0 && inflater.needsInput()) {
        refill();
      } else if (inflater.needsDictionary()) {
        throw new MalformedStreamException("a preset dictionary is needed");
      }
      return count;
    } catch (DataFormatException e) {
      throw new MalformedStreamException("deflate data: " + e.getMessage(), e);
    }
  }

  private void refill() throws IOException {
    int count = source.read(input, 0, input.length);
    if (count < 0) {
      throw new TruncatedStreamException("a member does not end");
    }
    inflater.setInput(input, 0, count);
  }

  private boolean beginMember() throws IOException {
    int first = members == 0 ? source.requireByte() : source.read();
    if (first <= 0 && members > 0) {
      requirePadding(first);
      return false;
    }
    readHeader(first);
    inflater.reset();
    crc.reset();
    inMember = true;
    members++;
    return true;
  }

  private void requirePadding(int first) throws IOException {
    for (int next = first; next >= 0; next = source.read()) {
      if (next != 0) {
        throw new MalformedStreamException("bytes follow the last member");
      }
    }
  }

  private void readHeader(int first) throws IOException {
    if (first != 0x1f || source.requireByte() != 0x8b || source.requireByte() != 8) {
      throw new MalformedStreamException("no member begins where one should");
    }
    int flags = source.requireByte();
    if ((flags & RESERVED) != 0) {
      throw new MalformedStreamException("unknown header flags " + flags);
    }
    source.requireSkip(6);
    skipHeaderFields(flags);
  }

  private void skipHeaderFields(int flags) throws IOException {
    if ((flags & EXTRA) != 0) {
      source.requireSkip(source.requireNumber(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      source.requireSkip(2);
    }
  }

  private void skipText() throws IOException {
    int next;
    do {
      next = source.requireByte();
    } while (next != 0);
  }

  private void endMember() throws IOException {
    source.unread(inflater.getRemaining());
    long expectedCrc = source.requireNumber(4);
    long expectedSize = source.requireNumber(4);
    if (expectedCrc != crc.getValue()) {
      throw new MalformedStreamException(
          "checksum is %08x, expected %08x".formatted(crc.getValue(), expectedCrc));
    }
    if (expectedSize != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new MalformedStreamException(
          String.format(
              Locale.ROOT,
              "member has %d bytes, expected %d modulo 2^32",
              inflater.getBytesWritten(),
              expectedSize));
    }
    inMember = false;
  }
}
