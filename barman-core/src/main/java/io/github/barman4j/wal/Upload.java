/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.postgres.WalFileName;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One file on its way into the archive, and what those wait for who asked for it. */
final class Upload {

  private final SeenWal wal;
  private final Path file;
  private final CompletableFuture<ArchivedWal> result = new CompletableFuture<>();

  /** Guarded by the queue, as whether it is settled is. */
  private int waiters;

  private boolean settled;

  private final @Nullable Upload before;

  /**
   * Makes an upload that nobody waits for.
   *
   * @param before another of the same name that has to end first, null if there is none: not every
   *     store keeps two writers of one name apart
   */
  Upload(SeenWal wal, Path file, @Nullable Upload before) {
    this.wal = wal;
    this.file = file;
    this.before = before;
  }

  SeenWal wal() {
    return wal;
  }

  WalFileName name() {
    return wal.name();
  }

  Path file() {
    return file;
  }

  boolean isAhead() {
    return waiters == 0;
  }

  boolean isSettled() {
    return settled;
  }

  void join() {
    waiters++;
  }

  void leave() {
    waiters--;
  }

  void settle() {
    settled = true;
  }

  void complete(ArchivedWal archived) {
    result.complete(archived);
  }

  void fail(Throwable error) {
    result.completeExceptionally(error);
  }

  /** Waits until it may begin; an interrupt stays set, and is found by what comes next. */
  void awaitTurn() {
    if (before != null) {
      try {
        before.result.handle((archived, error) -> true).get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Waits for the end; an interrupt ends the waiting, not the upload. */
  ArchivedWal await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      } else if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new OperationCancelledException("Archive " + file + ": " + e.getMessage(), e);
    }
  }
}
