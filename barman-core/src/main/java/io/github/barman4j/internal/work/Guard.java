/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Whether work may go on: asked at the boundaries of buffers, files and parts. Thread-safe. */
public final class Guard {

  private final CancellationToken cancellation;
  private volatile boolean stopped;

  public Guard(CancellationToken cancellation) {
    this.cancellation = cancellation;
  }

  /** Makes all work end, since some of it failed. */
  public void stop() {
    stopped = true;
  }

  /**
   * Returns if work may go on.
   *
   * @throws OperationCancelledException if the caller cancelled
   * @throws InterruptedIOException if this thread was interrupted, or other work failed
   */
  public void check() throws IOException {
    cancellation.throwIfCancelled();
    if (stopped || Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("The backup is being stopped");
    }
  }
}
