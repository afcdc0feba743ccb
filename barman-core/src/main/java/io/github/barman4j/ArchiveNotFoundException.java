/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import org.jspecify.annotations.Nullable;

/**
 * Nothing at all of an archive is there, of which something should be: a directory that is not
 * mounted, a bucket that was emptied. It says nothing about what the archive holds.
 */
public final class ArchiveNotFoundException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the error.
   *
   * @param message for a person, the next step included
   * @param cause what was thrown below, null if nothing
   */
  public ArchiveNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes the error without a cause. */
  public ArchiveNotFoundException(String message) {
    this(message, null);
  }
}
