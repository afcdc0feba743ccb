/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/**
 * What barman4j could not do, and why; each kind of failure is a subclass. Messages name what,
 * which, expected, actual and the next step; no secret is in them.
 */
public abstract class BarmanException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  protected BarmanException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
