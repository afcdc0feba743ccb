/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.ParallelTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the targets of a restore durable: the whole file system of each where the kernel tells of
 * what it could not write, else file by file. The caller closes it.
 */
final class TargetSync implements AutoCloseable {

  private final List<Path> roots;
  private final List<Durability> open = new ArrayList<>();

  /** What runs tasks. */
  interface Runner {
    void run(Iterator<ParallelTasks.Task> tasks) throws IOException;
  }

  /** Begins, before anything is written into the targets, which exist. */
  TargetSync(List<Path> roots) throws IOException {
    this.roots = List.copyOf(roots);
    try {
      for (Path root : roots) {
        open.add(Durability.of(root, true));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns what hears of each file that was written. */
  Durability durability() {
    return open.get(0);
  }

  /** Makes everything durable. */
  void finish(Runner runner) throws IOException {
    if (!Durability.tellsErrors(System.getProperty("os.version", ""))) {
      runner.run(new SyncTasks(roots));
      return;
    }
    for (Durability each : open) {
      each.finish();
    }
  }

  @Override
  public void close() {
    open.forEach(Durability::close);
  }
}
