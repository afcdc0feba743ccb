/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The content of an object to be: it pushes its bytes into the stream it is given.
 *
 * <p>Pushing, not handing out a stream whose closing commits, is what keeps half an object from
 * being published when the producer fails. A body is asked at most once per {@code put}.
 */
@FunctionalInterface
public interface ObjectBody {

  /**
   * Writes all bytes to {@code out}, which may be closed or left open.
   *
   * @throws IOException if the bytes cannot be produced or not be sent; the object then never
   *     becomes visible
   */
  void writeTo(OutputStream out) throws IOException;

  /** Returns a body of these bytes, which are not copied. */
  static ObjectBody of(byte[] bytes) {
    return out -> out.write(bytes);
  }

  /** Returns a body of this text in UTF-8. */
  static ObjectBody of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** Returns a body of what the file holds when it is sent. */
  static ObjectBody ofFile(Path file) {
    return out -> Files.copy(file, out);
  }
}
