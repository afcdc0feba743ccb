/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.ObjectKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts what is done and tells the listener, one call at a time. Thread-safe. */
final class Tally {

  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final CopyListener listener;
  private CopyProgress progress = new CopyProgress(CopyPhase.COMPARING, 0, 0, 0, 0);
  private boolean warned;
  private long copiedObjects;
  private long copiedBytes;
  private long presentObjects;
  private long presentBytes;

  Tally(CopyListener listener) {
    this.listener = listener;
  }

  synchronized void begin(CopyPhase phase, long objects, long bytes) {
    progress = new CopyProgress(phase, 0, objects, 0, bytes);
    tell(() -> listener.onProgress(progress));
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
    tell(() -> listener.onCopied(key, bytes));
  }

  /** An object was there. */
  synchronized void present(long bytes) {
    presentObjects++;
    presentBytes += bytes;
  }

  synchronized void copied(BackupId id) {
    tell(() -> listener.onBackupCopied(id));
  }

  private void advance(long objects, long bytes) {
    progress =
        new CopyProgress(
            progress.phase(),
            progress.objectsDone() + objects,
            progress.objectsTotal(),
            progress.bytesDone() + bytes,
            progress.bytesTotal());
    tell(() -> listener.onProgress(progress));
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.atLevel(warned ? Level.DEBUG : Level.WARN)
          .setCause(e)
          .log("A copy listener threw; the copy goes on, and this is said once");
      warned = true;
    }
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
