/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/** No backup is what was asked for; the message lists those that exist. */
public final class UnknownBackupException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public UnknownBackupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public UnknownBackupException(String message) {
    this(message, null);
  }
}
