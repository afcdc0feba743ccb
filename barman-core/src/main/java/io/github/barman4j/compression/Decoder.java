/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The decoding of one {@link Source}; closing frees native memory and leaves the source open. */
interface Decoder extends Closeable {
  /** Like {@link InputStream#read(byte[], int, int)}; -1 once the source has ended properly. */
  int read(byte[] target, int offset, int length) throws IOException;

  @Override
  void close();

  /** A library's stream, which has no native memory to free. */
  static Decoder of(InputStream stream) {
    return new Decoder() {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return stream.read(target, offset, length);
      }

      @Override
      public void close() {}
    };
  }
}
