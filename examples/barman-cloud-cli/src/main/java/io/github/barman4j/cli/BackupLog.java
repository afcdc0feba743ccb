/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupProgress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how a backup goes, for who asked to hear more. For one thread. */
final class BackupLog implements BackupListener {

  private static final Logger LOG = LoggerFactory.getLogger(BackupLog.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final int PERCENT = 100;

  private long told = System.nanoTime() - INTERVAL;
  private boolean toldAll;

  private static boolean isAllUploaded(BackupPhase phase) {
    return phase == BackupPhase.PUBLISHING || phase == BackupPhase.WAITING_FOR_WAL;
  }

  @Override
  public void onPhase(BackupPhase phase) {
    LOG.info("Backup: {}", phase);
  }

  @Override
  public void onProgress(BackupProgress progress) {
    long now = System.nanoTime();
    boolean copying = progress.phase() == BackupPhase.COPYING;
    if (copying ? now - told >= INTERVAL : isAllUploaded(progress.phase()) && !toldAll) {
      told = now;
      toldAll = !copying;
      LOG.info(
          "Copied {} of {} files, {} %, {} bytes uploaded, {} bytes read per second",
          progress.filesDone(),
          progress.filesTotal(),
          Math.min(PERCENT, progress.bytesDone() * PERCENT / Math.max(1, progress.bytesTotal())),
          progress.bytesUploaded(),
          progress.bytesPerSecond());
    }
  }
}
