/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/** The archive cannot bring a cluster to the recovery target; the message says what is missing. */
public final class RecoveryTargetUnreachableException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public RecoveryTargetUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public RecoveryTargetUnreachableException(String message) {
    this(message, null);
  }
}
