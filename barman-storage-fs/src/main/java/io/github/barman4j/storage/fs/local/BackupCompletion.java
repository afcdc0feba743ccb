/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a copy: archiving the WAL that has come, which makes the backup DONE, and removing
 * the WAL from before the first backup, which nothing needs. Whatever fails here, the copy is there
 * and waits for its WAL. For one thread.
 */
final class BackupCompletion {

  private static final Logger LOG = LoggerFactory.getLogger(BackupCompletion.class);
  private static final long PAUSE_MILLIS = 100;

  private final LocalContext context;
  private final LocalWal wal;
  private final LocalBackupOptions options;
  private final Progress progress;

  BackupCompletion(
      LocalContext context, LocalWal wal, LocalBackupOptions options, Progress progress) {
    this.context = context;
    this.wal = wal;
    this.options = options;
    this.progress = progress;
  }

  /** Returns the backup as it is at the end. */
  BackupInfo complete(BackupInfo copied) {
    BackupInfo info = copied;
    try {
      info = await(copied);
      if (ReferenceBackup.isCopied(info)) {
        removeEarlierWal(info);
      }
    } catch (OperationCancelledException e) {
      LOG.warn("Backup {} is copied; nobody waits any more for its WAL", copied.id());
    } catch (BarmanException | IOException e) {
      LOG.warn("Backup {} is copied and waits for its WAL: {}", copied.id(), e.getMessage(), e);
    }
    return info;
  }

  private BackupInfo await(BackupInfo copied) {
    long deadline = System.nanoTime() + options.walTimeout().orElse(Duration.ZERO).toNanos();
    Promotion promotion = new Promotion(context, wal);
    while (true) {
      wal.archiveIncoming(options.cancellation());
      BackupInfo info = check(promotion, copied);
      boolean waits = info.status() == BackupStatus.WAITING_FOR_WALS;
      if (!waits || deadline - System.nanoTime() <= 0) {
        return info;
      }
      pause();
    }
  }

  /** Barman's cron looks too, and holds the lock for a moment. */
  private static BackupInfo check(Promotion promotion, BackupInfo copied) {
    try {
      return promotion.check(copied.id());
    } catch (ServerLockedException busy) {
      LOG.debug("Backup {} is being looked at by another process", copied.id(), busy);
      return copied;
    }
  }

  private void pause() {
    progress.tick();
    options.cancellation().throwIfCancelled();
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeEarlierWal(BackupInfo info) throws IOException {
    Optional<WalSegmentName> begin = info.beginWal();
    Set<TimelineId> others = new HashSet<>();
    if (begin.isPresent() && isFirst(info.id(), others)) {
      others.remove(begin.get().timeline());
      WalRemoval removal = wal.remove(before(begin.get(), others), options.cancellation());
      if (!removal.removed().isEmpty()) {
        LOG.info("{} WAL files from before the first backup are removed", removal.removed().size());
      }
    }
  }

  /**
   * Collects the timelines of other backups, of which none must have been copied, or be illegible.
   */
  private boolean isFirst(BackupId own, Set<TimelineId> timelines) throws IOException {
    KnownBackups known = KnownBackups.read(context.metadata());
    for (BackupInfo info : known.infos().values()) {
      if (!info.id().equals(own)) {
        if (ReferenceBackup.isCopied(info)) {
          return false;
        }
        info.timeline().ifPresent(timelines::add);
      }
    }
    return known.unreadable().isEmpty();
  }

  private static Predicate<CatalogueLine> before(WalSegmentName begin, Set<TimelineId> kept) {
    return line ->
        !(line.name() instanceof WalFileName.History)
            && line.name().toString().compareTo(begin.toString()) < 0
            && !kept.contains(line.name().timeline());
  }
}
