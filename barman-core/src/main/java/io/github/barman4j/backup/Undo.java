/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.work.WorkerGroup;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a failed backup out of the store and says that it failed, as far as the store lets. Takes a
 * limited time, even where the store does not answer. For one thread.
 */
final class Undo {

  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);
  private static final long LIMIT = TimeUnit.SECONDS.toMillis(60);

  private final BackupRun run;
  private final Announcements announcements;

  Undo(BackupRun run, Announcements announcements) {
    this.run = run;
    this.announcements = announcements;
  }

  /** Undoes; what fails of it is suppressed in the error. */
  void run(BackupInfo failed, InfoFile.Profile profile, BarmanException error) {
    within(() -> undo(failed, profile, error));
  }

  /** Undoes without saying in the store that the backup failed; see the other. */
  void removeParts(BarmanException error) {
    within(() -> takeBack(error));
  }

  private void within(Runnable undo) {
    boolean interrupted = Thread.interrupted();
    Thread worker = new Thread(undo, "barman4j-backup-undo");
    worker.setDaemon(true);
    worker.start();
    try {
      worker.join(LIMIT);
      if (worker.isAlive()) {
        worker.interrupt();
        LOG.warn("The store does not answer; parts of backup {} may be left in it", run.id());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void undo(BackupInfo failed, InfoFile.Profile profile, BarmanException error) {
    if (isUnknown(error)) {
      return;
    }
    attempt(error, () -> announcements.publish(failed, profile, run.putOptions()));
    takeBack(error);
  }

  private void takeBack(BarmanException error) {
    if (isUnknown(error)) {
      return;
    }
    attempt(error, () -> run.parts().deleteAll().throwIfIncomplete());
    announcements.removeNote(run.id());
  }

  private boolean isUnknown(BarmanException error) {
    boolean unknown =
        error.getCause() instanceof WriteOutcomeUnknownException
            && run.progress().phase() == BackupPhase.PUBLISHING;
    if (unknown) {
      LOG.warn("Nobody knows whether backup {} is visible, so its parts are kept", run.id());
    }
    return unknown;
  }

  private static void attempt(BarmanException error, WorkerGroup.Work step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      error.addSuppressed(e);
    }
  }
}
