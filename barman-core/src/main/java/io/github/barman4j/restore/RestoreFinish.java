/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.internal.work.SafeListener;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What follows when the files of a backup are in place: all that core writes itself. */
final class RestoreFinish {

  private final RestorePlan plan;
  private final RestoreOptions options;
  private final RestoredTree tree;
  private final RestoreRun.Readiness readiness;

  RestoreFinish(RestorePlan plan, RestoreOptions options, RestoreRun.Readiness readiness) {
    this.plan = plan;
    this.options = options;
    this.tree = new RestoredTree(options.dataDirectory());
    this.readiness = readiness;
  }

  /** Finishes and returns how many segments were staged. */
  long run() {
    try {
      tree.complete(TablespaceTargets.of(plan.backup(), options));
      long staged = readiness.prepare(tree);
      sync();
      tree.publish();
      return staged;
    } catch (IOException e) {
      throw typed(e);
    }
  }

  private void sync() throws IOException {
    if (options.durability() != RestoreDurability.SYNCED) {
      return;
    }
    options.cancellation().throwIfCancelled();
    SafeListener.of(options.listener()).phase("syncing");
    SyncPass.over(tree.wal(), options.cancellation());
    for (Path own : List.of(tree.settings(), tree.signal(), tree.withheldControlFile())) {
      SyncPass.sync(own, StandardOpenOption.WRITE);
    }
    for (Path changed : List.of(tree.links(), tree.root())) {
      SyncPass.sync(changed, StandardOpenOption.READ);
    }
  }

  private BarmanException typed(IOException cause) {
    String task = "Making " + options.dataDirectory() + " recover from " + plan.backup().id() + " ";
    if (Thread.currentThread().isInterrupted()) {
      return new OperationCancelledException(task + "was interrupted", cause);
    } else if (cause instanceof ObjectStoreException store) {
      return new StorageFailedException(task + "failed", store);
    }
    return new RestoreFailedException(
        task + "failed: " + RestoredTree.reason(cause, options.dataDirectory()), cause);
  }
}
