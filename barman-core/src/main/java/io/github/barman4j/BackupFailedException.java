/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.catalog.BackupId;
import org.jspecify.annotations.Nullable;

/** A base backup ended early. PostgreSQL has left backup mode and the backup is not restorable. */
public final class BackupFailedException extends BarmanException {

  private static final long serialVersionUID = 1L;

  private final transient BackupId backupId;
  private final String phase;

  /**
   * Makes the error.
   *
   * @param backupId of the backup that failed
   * @param phase the step that failed, in words
   * @param message what happened and the next step
   * @param cause what was thrown below, null if nothing
   */
  public BackupFailedException(
      BackupId backupId, String phase, String message, @Nullable Throwable cause) {
    super("Backup " + backupId + " failed while " + phase + ": " + message, cause);
    this.backupId = backupId;
    this.phase = phase;
  }

  /** Returns the id of the backup that failed. */
  public BackupId backupId() {
    return backupId;
  }

  /** Returns the step that failed, in words. */
  public String phase() {
    return phase;
  }
}
