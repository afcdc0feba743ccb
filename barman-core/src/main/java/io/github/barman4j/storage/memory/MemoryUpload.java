/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * What a body has written so far; refuses to go on once its thread is interrupted or it is closed.
 */
final class MemoryUpload extends OutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean closed;

  @Override
  public void write(int b) throws IOException {
    check();
    bytes.write(b);
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    check();
    bytes.write(b, off, len);
  }

  @Override
  public void close() {
    closed = true;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void check() throws IOException {
    if (closed) {
      throw new IOException("The stream of this upload is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Interrupted while an object was written");
    }
  }
}
