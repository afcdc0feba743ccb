/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import org.jspecify.annotations.Nullable;

/** The store said that there is no such object. */
public final class ObjectNotFoundException extends ObjectStoreException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message operation, store, key, and what the store said
   * @param cause what the client library threw, null if nothing
   */
  public ObjectNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
