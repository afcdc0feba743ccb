/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.ObjectKey;

/**
 * Hears of a copy's progress, one call at a time, from whichever thread; a slow one delays the
 * copy. What it throws is logged and has no other effect.
 */
public interface CopyListener {

  /** Some bytes or an object have been compared or copied. */
  default void onProgress(CopyProgress progress) {}

  /** An object is at the target, and compared if that was asked for. */
  default void onCopied(ObjectKey target, long bytes) {}

  /** A backup can be restored from the target. */
  default void onBackupCopied(BackupId id) {}
}
