/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.wal.WalArchive;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts all WAL that a plan needs into {@code pg_wal}, where PostgreSQL looks when its {@code
 * restore_command} has nothing. Each file is marked as archived, so that the recovered cluster does
 * not archive it again.
 */
final class WalStaging {

  /** A command that never has a file: PostgreSQL demands one, and then looks in pg_wal. */
  static final String RESTORE_COMMAND = "false";

  private static final Logger LOG = LoggerFactory.getLogger(WalStaging.class);
  private static final int ATTEMPTS = 3;

  private final WalArchive archive;

  WalStaging(WalArchive archive) {
    this.archive = archive;
  }

  /** Fetches into the directory and returns how many segments there are. */
  long into(Path directory, RestorePlan plan, RestoreOptions options, Executor executor)
      throws IOException {
    Stream<WalFileName> segments = plan.wal().stream().flatMap(range -> range.names());
    Stream<WalFileName> files = Stream.concat(histories(plan.history()), segments);
    Stream<ParallelTasks.Task> tasks = files.map(file -> () -> stage(file, directory));
    new ParallelTasks(tasks.iterator(), options.cancellation()).run(executor, options.workers());
    stageLater(plan.history().timeline(), directory, options.cancellation());
    return plan.walSegments();
  }

  private static Stream<WalFileName> histories(TimelineHistory history) {
    List<TimelineHistory.Switch> left = history.switches();
    return left.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            left.stream().skip(1).map(s -> new WalFileName.History(s.parent())),
            Stream.of(new WalFileName.History(history.timeline())));
  }

  /**
   * PostgreSQL promotes to the first timeline behind the one recovered along that has no history:
   * without those in the archive it would take a number again, and its archiving be refused.
   */
  private void stageLater(TimelineId along, Path directory, CancellationToken cancellation)
      throws IOException {
    for (TimelineId later : archive.inventory().histories()) {
      cancellation.throwIfCancelled();
      if (later.compareTo(along) > 0) {
        stage(new WalFileName.History(later), directory);
      }
    }
  }

  private void stage(WalFileName file, Path directory) throws IOException {
    boolean found = fetch(file, directory.resolve(file.toString()));
    if (!found && !(file instanceof WalFileName.History)) {
      throw new RecoveryTargetUnreachableException(
          file + " was in the archive when the restore was planned and is gone. Plan again");
    }
    if (found) {
      Path done = directory.resolve("archive_status").resolve(file + ".done");
      Files.writeString(done, "", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
  }

  /** A connection that breaks under one of thousands of files must not end the restore. */
  private boolean fetch(WalFileName file, Path destination) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return archive.fetch(file, destination).isPresent();
      } catch (StorageFailedException e) {
        if (!(e.getCause() instanceof ObjectStoreException store)) {
          throw ofDisk(destination, e);
        } else if (attempt == ATTEMPTS || !store.isRetryable()) {
          throw e;
        }
        LOG.warn("Fetching {} failed, trying again: {}", file, e.getMessage());
      }
    }
  }

  private static FileSystemException ofDisk(Path file, StorageFailedException e) {
    FileSystemException local = new FileSystemException(file.toString(), null, e.getMessage());
    local.initCause(e);
    return local;
  }
}
