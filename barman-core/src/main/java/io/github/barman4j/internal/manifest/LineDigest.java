/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Reads bytes and sums up all lines but the last, which is what the manifest's own checksum is
 * over. Holds one line. For one thread.
 */
final class LineDigest {

  private static final int BUFFER = 64 << 10;
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream source;
  private final MessageDigest digest = sha256();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private byte[] line = new byte[BUFFER];
  private int lineLength;
  private long total;

  LineDigest(InputStream source) {
    this.source = source;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** Returns the next byte, -1 at the end. */
  int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    byte next = buffer[position++];
    append(next);
    total++;
    return next & 0xFF;
  }

  private boolean fill() throws IOException {
    limit = source.readNBytes(buffer, 0, buffer.length);
    position = 0;
    return limit > 0;
  }

  private void append(byte next) throws IOException {
    if (lineLength > 0 && line[lineLength - 1] == '\n') {
      digest.update(line, 0, lineLength);
      lineLength = 0;
    }
    if (lineLength == LONGEST_LINE) {
      throw new MalformedManifestException("a line is longer than " + LONGEST_LINE + " bytes");
    }
    if (lineLength == line.length) {
      line = Arrays.copyOf(line, 2 * line.length);
    }
    line[lineLength++] = next;
  }

  /** Returns how many bytes have been read. */
  long total() {
    return total;
  }

  /** Returns the sum of all lines but the last one read so far. */
  byte[] sum() {
    return digest.digest();
  }
}
