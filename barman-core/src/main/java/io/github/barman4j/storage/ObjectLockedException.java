/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store keeps an object from being deleted or replaced: retention, or a legal hold. */
public final class ObjectLockedException extends ObjectStoreException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Instant until;

  /**
   * Makes the error.
   *
   * @param message operation, store, key, and what locks it
   * @param until when the lock ends, null if it has no end or it is not known
   * @param cause what the client library threw, null if nothing
   */
  public ObjectLockedException(String message, @Nullable Instant until, @Nullable Throwable cause) {
    super(message, cause);
    this.until = until;
  }

  /** Returns when the lock ends; empty if it has no end, as a legal hold, or it is not known. */
  public Optional<Instant> until() {
    return Optional.ofNullable(until);
  }
}
