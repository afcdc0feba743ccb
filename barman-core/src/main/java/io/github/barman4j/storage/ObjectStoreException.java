/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked; the message names the operation, store and key. */
public class ObjectStoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /**
   * Makes an error that trying again cannot mend.
   *
   * @param message operation, store, key, and what the store said
   * @param cause what the client library threw, null if nothing
   */
  public ObjectStoreException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private ObjectStoreException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Makes an error that may pass: an outage, a throttled request, a broken connection. */
  public static ObjectStoreException retryable(String message, @Nullable Throwable cause) {
    return new ObjectStoreException(message, cause, true);
  }

  /** Tells whether the same call may succeed later without anything being changed. */
  public boolean isRetryable() {
    return retryable;
  }
}
