/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.work.Failures;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What one call of {@link LocalBackup} does. For one thread. */
final class LocalBackupJob {

  private static final long PAUSE_MILLIS = 20;
  private static final long ID_PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final LocalContext context;
  private final LocalWal wal;
  private final LocalBackupOptions options;
  private final LocalCopy.Work work;

  LocalBackupJob(LocalContext context, LocalWal wal, LocalBackupOptions options) {
    this.context = context;
    this.wal = wal;
    this.options = options;
    this.work =
        new LocalCopy.Work(new Guard(options.cancellation()), new Progress(options.listener()));
  }

  @SuppressWarnings("try") // the lock is only held
  BackupInfo run(DataSource dataSource, Path pgData) {
    BackupInfo copied;
    try (ServerConnection server = connect(dataSource, pgData)) {
      SystemIdentifier identifier = server.directory().control().systemIdentifier();
      ClusterIdentity identity = new ClusterIdentity(context);
      attempt("Look whose backups are there", () -> identity.require(identifier));
      attempt("Make the directories of the server", this::makeDirectories);
      try (HeldLock held = context.locks().backup()) {
        attempt("Note whose backups are there", () -> identity.note(identifier, version(server)));
        BackupId id = freeId();
        // Barman before 3.13 deletes without the lock of backups, but never without this one.
        try (HeldLock own = context.locks().backup(id)) {
          copied = new LocalBackupSteps(context, options, server, id, work).run();
        }
        outlastSecond(id);
      }
    }
    BackupCompletion completion = new BackupCompletion(context, wal, options, work.progress());
    work.progress().enter(BackupPhase.WAITING_FOR_WAL);
    BackupInfo done = completion.complete(copied);
    work.progress().done(done);
    return done;
  }

  private static PostgresVersion version(ServerConnection server) {
    return server.facts().version();
  }

  /** Finds out what there is to copy, without touching the directory. */
  LocalBackupPlan plan(DataSource dataSource, Path pgData) {
    try (ServerConnection server = connect(dataSource, pgData)) {
      SystemIdentifier identifier = server.directory().control().systemIdentifier();
      new ClusterIdentity(context).require(identifier);
      work.progress().enter(BackupPhase.SCANNING);
      return new LocalPlanning(context, options, server, work.guard()).plan();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private ServerConnection connect(DataSource dataSource, Path pgData) {
    work.progress().enter(BackupPhase.CONNECTING);
    try {
      work.guard().check();
      return ServerConnection.open(dataSource, pgData, work.guard());
    } catch (SQLException | IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  private BarmanException failure(Exception cause) {
    BackupId id = BackupId.now(context.clock());
    return Failures.of(id, work.progress().phase(), cause, options.cancellation());
  }

  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private static void attempt(String what, Task task) {
    try {
      task.run();
    } catch (IOException e) {
      throw new StorageFailedException(what, e);
    }
  }

  private void makeDirectories() throws IOException {
    for (Path directory : context.directory().required()) {
      DurableFiles.createDirectories(directory);
    }
  }

  /** Ids have seconds, and Barman overwrites a backup that has the id already: so one waits. */
  private BackupId freeId() {
    long deadline = System.nanoTime() + ID_PATIENCE;
    BackupId id = BackupId.now(context.clock());
    while (isTaken(id)) {
      if (deadline - System.nanoTime() < 0) {
        throw new StorageFailedException(
            "Choose a backup id", new IOException(id + " is taken, and the clock does not go on"));
      }
      pause();
      id = BackupId.now(context.clock());
    }
    return id;
  }

  private boolean isTaken(BackupId id) {
    return Files.exists(context.directory().backup(id))
        || Files.exists(context.directory().modernInfo(id));
  }

  /** Barman could begin in the same second as a very small backup, and overwrite it. */
  private void outlastSecond(BackupId id) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (BackupId.now(context.clock()).equals(id)
        && deadline - System.nanoTime() > 0
        && !Thread.currentThread().isInterrupted()) {
      rest();
    }
  }

  private void pause() {
    options.cancellation().throwIfCancelled();
    rest();
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
