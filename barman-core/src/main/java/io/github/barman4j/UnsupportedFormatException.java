/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/** The format is not one that can be read or written here; the message lists those that can. */
public final class UnsupportedFormatException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public UnsupportedFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public UnsupportedFormatException(String message) {
    this(message, null);
  }
}
