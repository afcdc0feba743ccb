/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.storage.fs.local.LocalRetention.OneBackup;
import io.github.barman4j.storage.fs.local.LocalRetentionPlan.Request;
import io.github.barman4j.storage.fs.local.LocalRetentionPlan.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes a plan once. For one thread. */
final class RetentionRun {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionRun.class);

  private final LocalContext context;
  private final LocalWal wal;
  private final Function<Request, RetentionPlan> decide;

  private final List<BackupId> deleted = new ArrayList<>();
  private final Map<BackupId, String> skipped = new TreeMap<>();
  private final Map<BackupId, Exception> failed = new TreeMap<>();
  private SpaceUsage space = SpaceUsage.NONE;
  private Wal removedWal = new Wal(0, 0);

  /**
   * Makes the run.
   *
   * @param decide plans anew by what the directory holds, while nobody else makes or deletes a
   *     backup
   */
  RetentionRun(LocalContext context, LocalWal wal, Function<Request, RetentionPlan> decide) {
    this.context = context;
    this.wal = wal;
    this.decide = decide;
  }

  LocalRetentionResult apply(LocalRetentionPlan plan) throws IOException {
    LOG.info("Begin {}", plan);
    for (BackupId id : plan.deletedBackups()) {
      boolean begun = plan.interrupted().contains(id);
      Request request = begun ? new OneBackup(id) : plan.request();
      if (plan.request() instanceof OneBackup) {
        deleteLocked(id, request, false);
      } else {
        attempt(id, request);
      }
    }
    LOG.info(
        "End of retention for {}: deleted {}, failed {}",
        context.serverName(),
        deleted,
        failed.keySet());
    return new LocalRetentionResult(deleted, skipped, failed, space, removedWal);
  }

  private void attempt(BackupId id, Request request) {
    try {
      deleteLocked(id, request, true);
    } catch (OperationCancelledException e) {
      throw e;
    } catch (BackupProtectedException e) {
      skip(id, String.valueOf(e.getMessage()));
    } catch (BarmanException e) {
      failed.put(id, e);
    } catch (IOException e) {
      failed.put(id, new StorageFailedException("Deletion of backup " + id + " did not end", e));
    }
  }

  private void deleteLocked(BackupId id, Request request, boolean byPolicy) throws IOException {
    HeldLock running = context.locks().backup();
    try {
      HeldLock own = context.locks().backup(id);
      try {
        delete(id, request, byPolicy);
        if (deleted.contains(id)) {
          own.unlink();
        }
      } finally {
        own.close();
      }
      BackupRemoval.deleteEmptyDirectories(context);
    } finally {
      running.close();
    }
  }

  private void delete(BackupId id, Request request, boolean byPolicy) throws IOException {
    try {
      RetentionPlan now = decide.apply(request);
      if (!now.deletedBackups().contains(id)) {
        String reason = now.find(id).map(verdict -> verdict.reason()).orElse("it is gone");
        skip(id, reason);
        return;
      }
    } catch (UnknownBackupException gone) {
      deleted.add(id);
      return;
    }
    BackupRemoval removal = new BackupRemoval(context, wal, id, byPolicy);
    boolean gone = removal.run();
    if (gone) {
      deleted.add(id);
      add(removal);
    } else if (byPolicy) {
      skip(id, "it has just been kept");
    } else {
      throw new BackupProtectedException(
          "Backup " + id + " is not deleted: it has just been kept; release it first");
    }
  }

  private void add(BackupRemoval removal) {
    SpaceUsage more = removal.removed();
    space =
        new SpaceUsage(
            space.files() + more.files(),
            space.apparentBytes() + more.apparentBytes(),
            space.exclusiveBytes() + more.exclusiveBytes());
    removedWal =
        new Wal(
            removedWal.files() + removal.removedWal().removed().size(),
            removedWal.bytes() + removal.removedWal().bytes());
  }

  private void skip(BackupId id, String reason) {
    skipped.put(id, reason);
    LOG.info("Backup {} stays: {}", id, reason);
  }
}
