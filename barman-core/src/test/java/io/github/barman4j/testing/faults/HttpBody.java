/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The bytes of a message's body, whatever its framing. Trailers are dropped. */
abstract class HttpBody extends InputStream {

  private final InputStream in;

  private HttpBody(InputStream in) {
    this.in = in;
  }

  /** Returns the body that follows a head; without a length it is empty. */
  static InputStream ofRequest(HttpHead head, InputStream in) {
    return head.isChunked() ? new Chunked(in) : new Sized(in, length(head, 0));
  }

  /** Returns the body that follows a head; without a length it lasts as long as the connection. */
  static InputStream ofAnswer(HttpHead head, InputStream in) {
    if (head.isChunked()) {
      return new Chunked(in);
    }
    return head.header("Content-Length").isPresent() ? new Sized(in, length(head, 0)) : in;
  }

  static long length(HttpHead head, long otherwise) {
    return head.header("Content-Length").map(Long::parseLong).orElse(otherwise);
  }

  /** Writes some bytes as one chunk; there is at least one. */
  static void chunk(OutputStream out, byte[] bytes, int offset, int count) throws IOException {
    out.write((Integer.toHexString(count) + "\r\n").getBytes(ISO_8859_1));
    out.write(bytes, offset, count);
    out.write("\r\n".getBytes(ISO_8859_1));
  }

  static void endChunks(OutputStream out) throws IOException {
    out.write("0\r\n\r\n".getBytes(ISO_8859_1));
  }

  /** Returns how many bytes may follow now; 0 at the end. */
  abstract long left() throws IOException;

  abstract void took(int count);

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long left = left();
    if (left == 0) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("The connection ended within a body");
    }
    took(count);
    return count;
  }

  private static final class Sized extends HttpBody {
    private long left;

    Sized(InputStream in, long size) {
      super(in);
      left = size;
    }

    @Override
    long left() {
      return left;
    }

    @Override
    void took(int count) {
      left -= count;
    }
  }

  private static final class Chunked extends HttpBody {
    private final InputStream raw;
    private long left;
    private boolean begun;
    private boolean ended;

    Chunked(InputStream in) {
      super(in);
      raw = in;
    }

    @Override
    long left() throws IOException {
      if (left == 0 && !ended) {
        if (begun) {
          line();
        }
        begun = true;
        left = Long.parseLong(line().replaceAll(";.*", "").strip(), 16);
        ended = left == 0;
        skipTrailers();
      }
      return left;
    }

    @Override
    void took(int count) {
      left -= count;
    }

    private void skipTrailers() throws IOException {
      boolean more = ended;
      while (more) {
        more = !line().isEmpty();
      }
    }

    private String line() throws IOException {
      String line = HttpHead.line(raw);
      if (line == null) {
        throw new EOFException("The connection ended within a chunked body");
      }
      return line;
    }
  }
}
