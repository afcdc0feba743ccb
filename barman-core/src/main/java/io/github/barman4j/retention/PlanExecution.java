/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes a plan once. For one thread. */
final class PlanExecution {

  private static final Logger LOG = LoggerFactory.getLogger(PlanExecution.class);
  private static final int BATCH = 1000;
  private static final int MAX_FAILED = 1000;

  private final RetentionPlan plan;
  private final ArchiveStore store;
  private final ArchiveObjects objects;
  private final ServerLayout layout;
  private final BackupCatalog catalog;
  private final DeletionBegin begin;

  private final List<BackupId> deleted = new ArrayList<>();
  private final Map<BackupId, String> skipped = new HashMap<>();
  private final List<FailedDeletion> failed = new ArrayList<>();
  private long walFiles;
  private long bytes;

  PlanExecution(ServerContext context, RetentionPlan plan) {
    this.plan = plan;
    this.store = new ArchiveStore(context.store());
    this.objects = new ArchiveObjects(context);
    this.layout = new ServerLayout(context.serverName());
    this.catalog = new BackupCatalog(context);
    this.begin = new DeletionBegin(context);
  }

  /** Deletes oldest first, so that what stays after a crash is the newest. */
  void deleteBackups(ArchiveState state, Decision decision) {
    for (BackupId id : plan.deletedBackups()) {
      BackupState backup = state.find(id).orElse(null);
      if (backup == null) {
        deleted.add(id);
      } else if (!decision.isDeleted(id)) {
        skip(id, decision.reason(id));
      } else if (catalog.keepTarget(id).isPresent()) {
        skip(id, "it has just been kept");
      } else {
        delete(backup);
      }
    }
  }

  private void skip(BackupId id, String reason) {
    skipped.put(id, reason);
    LOG.info("Backup {} stays: {}", id, reason);
  }

  private void delete(BackupState backup) {
    BackupId id = backup.id();
    int failuresBefore = failed.size();
    mark(backup);
    if (failed.size() == failuresBefore) {
      deleteAll(objects.first(id));
    }
    if (failed.size() == failuresBefore) {
      deleteAll(objects.allButInfo(id));
    }
    if (failed.size() == failuresBefore) {
      deleteAll(objects.all(id));
    }
    if (failed.size() == failuresBefore && backup.noted()) {
      delete(List.of(layout.running(id)));
    }
    if (failed.size() == failuresBefore) {
      deleted.add(id);
      LOG.debug("Deleted backup {}", id);
    }
  }

  private void mark(BackupState backup) {
    if (!backup.needsMark() && !backup.isAbandoned()) {
      return;
    }
    try {
      if (backup.isAbandoned()) {
        begin.markAbandoned(backup.id());
      } else {
        bytes -= begin.mark(backup.id());
      }
    } catch (IOException e) {
      LOG.warn("Backup {} stays, it cannot be marked: {}", backup.id(), e.getMessage());
      ObjectKey key = layout.backupInfo(backup.id());
      failed.add(
          new FailedDeletion(key, StoreFailures.of("Could not mark " + key + " as deleted", e)));
    }
  }

  /** Tells whether WAL may go too: a backup whose deletion failed may still need its own. */
  boolean mayDeleteWal() {
    return failed.isEmpty() && !deleted.isEmpty();
  }

  boolean isDeleted(BackupId id) {
    return deleted.contains(id);
  }

  /** Deletes WAL that neither the plan nor the archive as it is now needs. */
  void deleteWal(WalNeeds needs) {
    if (plan.needs().bound() == null || needs.bound() == null) {
      return;
    }
    Stream<ObjectMetadata> unneeded =
        objects
            .wal()
            .filter(file -> plan.needs().whyNeeded(file.name()).isEmpty())
            .filter(file -> needs.whyNeeded(file.name()).isEmpty())
            .map(ArchiveObjects.StoredWal::object);
    walFiles = deleteAll(unneeded);
  }

  private long deleteAll(Stream<ObjectMetadata> doomed) {
    long count = 0;
    Iterator<ObjectMetadata> rest = doomed.iterator();
    while (rest.hasNext() && failed.size() < MAX_FAILED) {
      Map<ObjectKey, Long> batch = new HashMap<>();
      while (rest.hasNext() && batch.size() < BATCH) {
        ObjectMetadata object = rest.next();
        batch.put(object.key(), object.size());
      }
      List<ObjectKey> gone = delete(List.copyOf(batch.keySet()));
      bytes += gone.stream().mapToLong(batch::get).sum();
      count += gone.size();
    }
    return count;
  }

  private List<ObjectKey> delete(List<ObjectKey> keys) {
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationCancelledException("Interrupted while deleting; plan again to go on");
    }
    try {
      DeleteResult result = store.delete(keys);
      result.failed().forEach((key, cause) -> failed.add(new FailedDeletion(key, cause)));
      return result.deleted();
    } catch (OperationCancelledException e) {
      throw e;
    } catch (BarmanException e) {
      keys.forEach(key -> failed.add(new FailedDeletion(key, e)));
      return List.of();
    }
  }

  RetentionResult result() {
    return new RetentionResult(deleted, skipped, walFiles, bytes, failed);
  }
}
