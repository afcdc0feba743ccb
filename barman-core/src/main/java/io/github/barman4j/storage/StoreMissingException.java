/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import org.jspecify.annotations.Nullable;

/** There is no store at the location: the bucket or container is not there. */
public final class StoreMissingException extends ObjectStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message operation, store, key, and what the store said
   * @param cause what the client library threw, null if nothing
   */
  public StoreMissingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
