/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A lock that this process holds until it is closed, or ends however it ends. May be closed by any
 * thread, and twice.
 */
final class HeldLock implements AutoCloseable {

  private final Path file;
  private final int descriptor;
  private boolean closed;

  HeldLock(Path file, int descriptor) {
    this.file = file;
    this.descriptor = descriptor;
  }

  /** Removes the file, as Barman does with the lock of a backup that is no more. */
  synchronized void unlink() throws IOException {
    if (!closed) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(descriptor);
    }
  }
}
