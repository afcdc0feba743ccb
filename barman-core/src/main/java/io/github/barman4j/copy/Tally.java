/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.listener.SafeCalls;
import io.github.barman4j.storage.ObjectKey;

/** Counts what is done and tells the listener, one call at a time. Thread-safe. */
final class Tally {

  private final CopyListener listener;
  private final SafeCalls calls = new SafeCalls("copy listener");
  private CopyProgress progress = new CopyProgress(CopyPhase.COMPARING, 0, 0, 0, 0);
  private long copiedObjects;
  private long copiedBytes;
  private long presentObjects;
  private long presentBytes;

  Tally(CopyListener listener) {
    this.listener = listener;
  }

  synchronized void begin(CopyPhase phase, long objects, long bytes) {
    progress = new CopyProgress(phase, 0, objects, 0, bytes);
    calls.call(() -> listener.onProgress(progress));
  }

  /** Some bytes of an object passed. */
  synchronized void passed(long bytes) {
    advance(0, bytes);
  }

  /** An object is compared. */
  synchronized void compared() {
    advance(1, 0);
  }

  /** An object is written. */
  synchronized void copied(ObjectKey key, long bytes) {
    copiedObjects++;
    copiedBytes += bytes;
    advance(1, 0);
    calls.call(() -> listener.onCopied(key, bytes));
  }

  /** An object was there. */
  synchronized void present(long bytes) {
    presentObjects++;
    presentBytes += bytes;
  }

  synchronized void copied(BackupId id) {
    calls.call(() -> listener.onBackupCopied(id));
  }

  private void advance(long objects, long bytes) {
    progress =
        new CopyProgress(
            progress.phase(),
            progress.objectsDone() + objects,
            progress.objectsTotal(),
            progress.bytesDone() + bytes,
            progress.bytesTotal());
    calls.call(() -> listener.onProgress(progress));
  }

  synchronized CopyResult result(CopyPlan plan) {
    return new CopyResult(
        plan.backups().stream().map(CopiedBackup::id).toList(),
        plan.skipped(),
        copiedObjects,
        copiedBytes,
        presentObjects,
        presentBytes);
  }
}
