/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/**
 * A local file that was to be archived is not the WAL file that its name says, or changed while it
 * was read. Nothing was archived.
 */
public final class InvalidWalException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public InvalidWalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public InvalidWalException(String message) {
    this(message, null);
  }
}
