/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.internal.work.SafeListener;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private final TablespaceTargets tablespaces;
  private final Readiness readiness;
  private final List<Path> roots = new ArrayList<>();

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
    this.tablespaces = TablespaceTargets.of(backup.info(), options);
    roots.add(options.dataDirectory());
    roots.addAll(tablespaces.byOid().values());
  }

  RestoreResult run() {
    requireEmpty();
    Instant begin = context.clock().instant();
    LOG.info("Restoring backup {} into {}", backup.info().id(), options.dataDirectory());
    try {
      RestoreResult result = restore(begin);
      LOG.info("Restored backup {}: {} files", backup.info().id(), result.files());
      return result;
    } catch (IOException | RuntimeException e) {
      throw cleared(typed(e));
    } catch (Error e) {
      throw cleared(e);
    }
  }

  private RestoreResult restore(Instant begin) throws IOException {
    for (Path root : roots) {
      RestoredTree.createRoot(root);
    }
    Extraction extraction = new Extraction(context, backup, options, tablespaces);
    phase("extracting " + backup.parts().size() + " parts");
    extraction.run();
    RestoredTree tree = new RestoredTree(options.dataDirectory());
    tree.complete(tablespaces);
    long staged = readiness.prepare(tree);
    sync();
    tree.publish();
    Duration elapsed = Duration.between(begin, context.clock().instant());
    return extraction.result(elapsed, staged, readiness.archiving());
  }

  private void sync() throws IOException {
    if (options.durability() == RestoreDurability.SYNCED) {
      phase("syncing");
      for (Path root : roots) {
        SyncPass.over(root, options.cancellation());
      }
    }
  }

  private void phase(String name) {
    options.cancellation().throwIfCancelled();
    SafeListener.of(options.listener()).phase(name);
  }

  private void requireEmpty() {
    for (Path root : roots) {
      if (!isAbsentOrEmpty(root)) {
        throw new RestoreFailedException(
            root
                + " is not empty. Restore into a directory that is absent or empty"
                + (root.equals(roots.get(0))
                    ? ""
                    : ", or relocate the tablespace that goes there"));
      }
    }
  }

  private static boolean isAbsentOrEmpty(Path root) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException absent) {
      return true;
    } catch (IOException e) {
      throw new RestoreFailedException(root + " cannot be listed: " + e, e);
    }
  }

  private <T extends Throwable> T cleared(T thrown) {
    for (Path root : roots) {
      try {
        RestoredTree.clear(root);
      } catch (IOException e) {
        thrown.addSuppressed(e);
      }
    }
    return thrown;
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
        task + "failed, and what it wrote was removed: " + RestoredTree.reason(cause, roots),
        cause);
  }
}
