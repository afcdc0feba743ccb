/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

/** What the failure of the last attempt to write says of that attempt. */
public enum FailedAttempt {
  /**
   * It did nothing: the store answered so, denied it, or was not reached. Only an attempt before
   * may have written.
   */
  REJECTED,
  /** A condition was not met; it may be the write's own object that does not meet it. */
  PRECONDITION,
  /** The store answered that it cannot now, or the like; it may have written all the same. */
  UNCERTAIN,
  /** No answer came; it may have written, and may still be writing. */
  NO_ANSWER,
  /** The thread was interrupted; it may have written, and may still be writing. */
  INTERRUPTED;

  /**
   * Tells whether the object may have been written.
   *
   * @param repeated whether an attempt before may have reached the store
   */
  public boolean isDoubtful(boolean repeated) {
    return this != REJECTED || repeated;
  }

  /** Tells whether the object may become visible after it was looked for. */
  boolean mayComeLater() {
    return this == NO_ANSWER || this == INTERRUPTED;
  }
}
