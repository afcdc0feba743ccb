/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;

/**
 * Hears of a backup's progress. Methods are called by the thread that runs the backup, so a slow
 * one delays it; what they throw is logged and has no other effect.
 */
public interface BackupListener {

  /** The backup has its id and will leave a {@code backup.info}. */
  default void onStarted(BackupId id) {}

  /** A phase begins. */
  default void onPhase(BackupPhase phase) {}

  /** Some of the files have been copied; called at most four times a second. */
  default void onProgress(BackupProgress progress) {}

  /** The backup is done and visible. */
  default void onDone(BackupInfo info) {}

  /** The backup failed or was cancelled; the same error is thrown to the caller. */
  default void onFailed(BackupId id, RuntimeException error) {}
}
