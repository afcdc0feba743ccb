/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalSegmentName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A segment on its way into the spool. */
final class Prefetch {

  private final WalSegmentName name;
  private final Path file;
  private final CompletableFuture<Optional<ArchivedWal>> result = new CompletableFuture<>();

  Prefetch(WalSegmentName name, Path file) {
    this.name = name;
    this.file = file;
  }

  WalSegmentName name() {
    return name;
  }

  /** Returns where it is, alone under this name, when it is whole. */
  Path file() {
    return file;
  }

  boolean isDone() {
    return result.isDone();
  }

  void complete(Optional<ArchivedWal> found) {
    result.complete(found);
  }

  /** Waits for the end; empty if it was not there, or that is not known. */
  Optional<ArchivedWal> await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
