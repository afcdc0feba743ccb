/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a multipart/related body, one behind the other. For one thread. */
final class GcsMultipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final int WINDOW = 8 << 10;

  private final PushbackInputStream in;
  private final byte[] delimiter;

  private GcsMultipart(InputStream in, String boundary) {
    this.in = new PushbackInputStream(in, WINDOW);
    delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
  }

  /** Opens the body of a request, and skips its first delimiter. */
  static GcsMultipart open(GcsCall call) throws IOException {
    Matcher boundary = BOUNDARY.matcher(call.headers().getOrDefault("Content-Type", ""));
    if (!boundary.find()) {
      throw GcsFailure.invalid("An upload of this type is multipart/related");
    }
    GcsMultipart parts = new GcsMultipart(call.body(), boundary.group(1));
    parts.in.unread("\r\n".getBytes(ISO_8859_1));
    parts.content().transferTo(java.io.OutputStream.nullOutputStream());
    return parts;
  }

  /** Returns the text of the next part. */
  String next() throws IOException {
    return new String(last().readAllBytes(), UTF_8);
  }

  /** Returns the bytes of the next part, to be read before any other. */
  InputStream last() throws IOException {
    skipHeaders();
    return content();
  }

  private void skipHeaders() throws IOException {
    in.readNBytes(2);
    while (line().size() > 0) {}
  }

  private ByteArrayOutputStream line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line;
  }

  /** Returns what is before the next delimiter, which is skipped at its end. */
  private InputStream content() {
    return new InputStream() {
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || length == 0) {
          return ended ? -1 : 0;
        }
        byte[] window = in.readNBytes(Math.min(WINDOW, length + delimiter.length));
        int at = indexOf(window);
        int count = at >= 0 ? at : Math.max(0, window.length - delimiter.length);
        if (at < 0 && count == 0) {
          throw new IOException("The body ends before its last delimiter");
        }
        System.arraycopy(window, 0, target, offset, count);
        int skipped = at >= 0 ? count + delimiter.length : count;
        in.unread(window, skipped, window.length - skipped);
        ended = at >= 0;
        return count == 0 ? -1 : count;
      }
    };
  }

  private int indexOf(byte[] window) {
    for (int at = 0; at <= window.length - delimiter.length; at++) {
      int same = 0;
      while (same < delimiter.length && window[at + same] == delimiter[same]) {
        same++;
      }
      if (same == delimiter.length) {
        return at;
      }
    }
    return -1;
  }
}
