/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import java.io.IOException;
import java.util.Objects;

/** The store failed; the cause says how. */
public final class StorageFailedException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param task what was being done
   * @param cause what the store threw
   */
  public StorageFailedException(String task, IOException cause) {
    super(task + ": " + Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
  }
}
