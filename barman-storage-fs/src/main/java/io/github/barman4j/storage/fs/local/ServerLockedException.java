/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import org.jspecify.annotations.Nullable;

/** Another process, Barman or one of ours, holds a lock of the server directory. */
public final class ServerLockedException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public ServerLockedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public ServerLockedException(String message) {
    this(message, null);
  }
}
