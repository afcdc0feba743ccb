/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.HttpResponse;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer: a short one is an error, and one whose checksum is wrong; closing early
 * gives the connection up.
 */
final class GcsContentStream extends InputStream {

  private final HttpResponse response;
  private final InputStream in;
  private final GcsExceptions exceptions;
  private final ObjectKey key;
  private final long expected;
  private final @Nullable String expectedCrc32c;
  private final CRC32C crc32c = new CRC32C();
  private long received;
  private boolean closed;

  GcsContentStream(
      HttpResponse response,
      GcsExceptions exceptions,
      ObjectKey key,
      long expected,
      @Nullable String expectedCrc32c)
      throws IOException {
    this.response = response;
    this.exceptions = exceptions;
    this.key = key;
    this.expected = expected;
    this.expectedCrc32c = expectedCrc32c;
    InputStream content = response.getContent();
    in = content == null ? nullInputStream() : content;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = readSome(target, offset, length);
    if (count < 0 && received < expected) {
      throw broken("the answer ended early", new IOException("Premature end of the answer"));
    }
    if (count > 0) {
      received += count;
      check(target, offset, count);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return closed ? 0 : in.available();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (received < expected) {
      response.disconnect();
    } else {
      in.close();
    }
  }

  /** The last bytes are not handed out if any of all was wrong. */
  private void check(byte[] target, int offset, int count) throws IOException {
    if (expectedCrc32c == null) {
      return;
    }
    crc32c.update(target, offset, count);
    if (received == expected) {
      String actual = new GcsChecksum((int) crc32c.getValue(), received).base64();
      if (!actual.equals(expectedCrc32c)) {
        throw broken(
            "the CRC32C is " + actual + ", the store says " + expectedCrc32c,
            new IOException("Damaged on the way"));
      }
    }
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream of object " + key + " is closed");
    }
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    }
  }

  private IOException broken(String what, Exception cause) {
    return exceptions.broken("get", key, received + " of " + expected + " bytes: " + what, cause);
  }
}
