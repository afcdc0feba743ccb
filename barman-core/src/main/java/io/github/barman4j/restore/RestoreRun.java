/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.targets.TargetDirectory;
import io.github.barman4j.internal.work.SafeListener;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One restore. The control file gets its name last: until then PostgreSQL refuses the directory, so
 * that a restore which was killed is never taken for a cluster.
 */
final class RestoreRun {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

  private final ServerContext context;
  private final ExtractedBackup backup;
  private final RestoreOptions options;
  private final Readiness readiness;

  /** What is done to the extracted tree before it counts as a cluster. */
  interface Readiness {
    /** Returns how many segments of WAL were staged. */
    long prepare(RestoredTree tree) throws IOException;

    /** Returns whether the cluster then archives its WAL. */
    RestoredArchiving archiving();
  }

  RestoreRun(
      ServerContext context, ExtractedBackup backup, RestoreOptions options, Readiness readiness) {
    this.context = context;
    this.backup = backup;
    this.options = options;
    this.readiness = readiness;
  }

  RestoreResult run() {
    Instant begin = context.clock().instant();
    TablespaceTargets tablespaces = check(backup.info(), options);
    LOG.info("Restoring backup {} into {}", backup.info().id(), options.dataDirectory());
    try (RestoreTargets targets = RestoreTargets.claim(options.dataDirectory(), tablespaces)) {
      RestoreResult result = restore(begin, tablespaces, targets);
      LOG.info("Restored backup {}: {} files", backup.info().id(), result.files());
      return result;
    } catch (IOException e) {
      throw typed(e);
    }
  }

  /**
   * Finds where everything goes, and requires that it can go there; changes nothing.
   *
   * @throws RestoreFailedException if it cannot
   */
  static TablespaceTargets check(BackupInfo backup, RestoreOptions options) {
    try {
      TablespaceTargets tablespaces = TablespaceTargets.of(backup, options);
      RestoreTargets.requireFree(options.dataDirectory(), tablespaces);
      return tablespaces;
    } catch (IOException e) {
      throw new RestoreFailedException(
          "Where backup " + backup.id() + " would go cannot be looked at: " + e, e);
    }
  }

  private RestoreResult restore(
      Instant begin, TablespaceTargets tablespaces, RestoreTargets targets) {
    try {
      return write(begin, tablespaces, targets);
    } catch (IOException | RuntimeException e) {
      targets.directories().takeBack(e);
      throw typed(e);
    } catch (Error e) {
      targets.directories().takeBack(e);
      throw e;
    }
  }

  private RestoreResult write(Instant begin, TablespaceTargets tablespaces, RestoreTargets targets)
      throws IOException {
    Extraction extraction = new Extraction(context, backup, options, targets);
    tablespaces.warnings().forEach(extraction::warn);
    phase("extracting " + backup.parts().size() + " parts");
    extraction.run();
    RestoredTree tree = new RestoredTree(targets.data().path());
    targets.data().expect(RestoredTree.OWN);
    tree.complete(tablespaces);
    phase("comparing with the manifest");
    extraction.prove();
    long staged = readiness.prepare(tree);
    targets.directories().release();
    sync(targets);
    tree.publish();
    Duration elapsed = Duration.between(begin, context.clock().instant());
    return extraction.result(elapsed, staged, readiness.archiving());
  }

  private void sync(RestoreTargets targets) throws IOException {
    if (options.durability() == RestoreDurability.SYNCED) {
      phase("syncing");
      for (TargetDirectory target : targets.directories().all()) {
        SyncPass.over(target.path(), options.cancellation());
        target.syncAbove();
      }
    }
  }

  private void phase(String name) {
    options.cancellation().throwIfCancelled();
    SafeListener.of(options.listener()).phase(name);
  }

  private RuntimeException typed(Exception cause) {
    if (cause instanceof BarmanException known) {
      return known;
    }
    String task =
        "Restore of backup " + backup.info().id() + " into " + options.dataDirectory() + " ";
    if (Thread.currentThread().isInterrupted()) {
      return new OperationCancelledException(task + "was interrupted", cause);
    } else if (cause instanceof ObjectStoreException store) {
      return new StorageFailedException(task + "failed, and what it wrote was removed", store);
    }
    return new RestoreFailedException(
        task
            + "failed, and what it wrote was removed: "
            + RestoredTree.reason(cause, options.dataDirectory()),
        cause);
  }
}
