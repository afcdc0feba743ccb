/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

/**
 * Ends operations early: given to an operation, cancelled from another thread.
 *
 * <p>Operations ask at the boundaries of buffers, files, parts and pages. Interrupting the thread
 * that asks has the same effect. A token stays cancelled; one token may be given to several
 * operations. Thread-safe.
 */
public final class CancellationToken {
  private volatile boolean cancelled;

  /** Makes a token that is not cancelled. */
  public CancellationToken() {}

  /** Ends the operations that have this token, soon. */
  public void cancel() {
    cancelled = true;
  }

  /** Whether {@link #cancel} was called; interrupts do not count here. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Returns if work may go on.
   *
   * @throws OperationCancelledException if {@link #cancel} was called, or the current thread is
   *     interrupted; its interrupt stays set
   */
  public void throwIfCancelled() {
    if (cancelled) {
      throw new OperationCancelledException("The operation was cancelled by its caller");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationCancelledException(
          "The operation was cancelled: its thread was interrupted");
    }
  }
}
