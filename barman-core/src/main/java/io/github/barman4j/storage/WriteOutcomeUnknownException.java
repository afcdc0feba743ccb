/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import org.jspecify.annotations.Nullable;

/**
 * All was sent but the answer was lost: the object may or may not be visible. Read the key to find
 * out.
 */
public final class WriteOutcomeUnknownException extends ObjectStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message operation, store, key, and what the store said
   * @param cause what the client library threw, null if nothing
   */
  public WriteOutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
