/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.retention.RetentionResult;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main job, every step of it through a proxy that plays a schedule: back up, archive WAL, list,
 * keep, fetch WAL, plan and restore, delete. A step may fail with a typed error; then the steps
 * that can do without it follow. What the store holds afterwards is checked past the proxy, see
 * {@link ArchivePromises}.
 *
 * <p>For one job and one thread.
 */
public final class JobUnderFaults {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PART = 6 << 20;

  private final StoreUnderFaults store;
  private final FaultCluster cluster;
  private final ExecutorService threads;
  private final String serverName;
  private final Path directory = workDirectory();
  private final JobReport report;
  private List<Path> sources = List.of();
  private @Nullable BackupInfo backup;
  private boolean deleting;

  /** What the job does last. */
  public enum Ending {
    /** The backup is restored. */
    RESTORE,
    /** The backup is restored, and then deleted. */
    DELETE
  }

  /**
   * Prepares a job.
   *
   * @param threads what its work runs in; the caller shuts them down
   * @param serverName of an archive that nobody else uses; its objects are deleted in the end
   */
  public JobUnderFaults(
      StoreUnderFaults store,
      FaultCluster cluster,
      ExecutorService threads,
      FaultSchedule schedule,
      String serverName) {
    this.store = store;
    this.cluster = cluster;
    this.threads = threads;
    this.serverName = serverName;
    report = new JobReport(schedule);
    store.proxy().play(schedule);
  }

  /**
   * Runs the job once, checks what it leaves, and that it can be completed without faults.
   *
   * @return what became of every step
   * @throws AssertionError if a promise is broken; the message has the schedule and every step
   */
  public JobReport run(Ending ending) {
    cluster.forgetWal();
    try (ObjectStore direct = store.direct()) {
      try {
        inTime(() -> steps(ending, direct));
        List<String> open = store.openUploads(serverName);
        report.expect(open.isEmpty(), "no upload is left open", open);
        check(direct);
      } finally {
        store.proxy().heal();
        clean(direct);
      }
    } finally {
      FileTrees.delete(directory);
    }
    return report;
  }

  private void inTime(Runnable steps) {
    Future<?> job = threads.submit(steps);
    try {
      job.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      job.cancel(true);
      report.happened(store.proxy());
      throw report.broken("the job ends within " + LIMIT + ", but hangs", e);
    } catch (ExecutionException e) {
      throw report.broken("every error is typed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw report.broken("interrupted", e);
    }
  }

  /** The store is closed when the faults are over: it then ends what it could not end before. */
  private void steps(Ending ending, ObjectStore direct) {
    try (ObjectStore through = store.throughProxy()) {
      BarmanServer server = server(through);
      Optional<BackupInfo> done = report.step("backup", () -> backUp(server));
      archive(server);
      report.step("list", () -> server.backups().list());
      done.ifPresent(
          info -> {
            backup = info;
            report.backedUp();
            keep(server, info);
            fetch(server, info.beginWal().orElseThrow());
            restore(server, server(direct), info);
            if (ending == Ending.DELETE) {
              delete(server, info);
            }
          });
      report.happened(store.proxy());
      store.proxy().heal();
    }
  }

  private void archive(BarmanServer server) {
    sources = cluster.completedWal();
    for (Path file : sources) {
      String name = file.getFileName().toString();
      report
          .step("archive " + name, () -> server.wal().archive(file))
          .ifPresent(archived -> report.toldArchived(name));
    }
  }

  private void keep(BarmanServer server, BackupInfo info) {
    report.step(
        "keep",
        () -> {
          server.backups().keep(info.id(), KeepTarget.FULL);
          return "kept";
        });
  }

  private void fetch(BarmanServer server, WalFileName name) {
    Path to = directory.resolve("fetched");
    Path source = sources.get(0).resolveSibling(name.toString());
    boolean told = report.archived().contains(name.toString());
    report
        .step("fetch " + name, () -> server.wal().fetch(name, to))
        .ifPresent(
            found ->
                report.expect(
                    found.isPresent() ? isSame(source, to) : !told && !Files.exists(to),
                    "what is fetched is what was archived",
                    found));
  }

  private void restore(BarmanServer server, BarmanServer direct, BackupInfo info) {
    Path data = directory.resolve("data");
    RestoreRequest request = RestoreRequest.to(RecoveryTarget.immediate()).from(info.id());
    report
        .step("plan", () -> server.restore().plan(request))
        .flatMap(plan -> report.step("restore", () -> restore(server, plan, data)))
        .ifPresentOrElse(
            restored -> {
              Path again = directory.resolve("again");
              restore(direct, direct.restore().plan(request), again);
              report.expect(
                  new TreeDigest(data).equals(new TreeDigest(again)),
                  "what is restored is the same without faults",
                  new TreeDigest(data).difference(new TreeDigest(again)));
            },
            () ->
                report.expect(
                    !Files.exists(data.resolve("global/pg_control")),
                    "nothing is left that PostgreSQL would start",
                    data));
  }

  private static Path restore(BarmanServer from, RestorePlan plan, Path into) {
    return from.restore().execute(plan, RestoreOptions.into(into).build()).dataDirectory();
  }

  private void delete(BarmanServer server, BackupInfo info) {
    report.step(
        "release",
        () -> {
          server.backups().release(info.id());
          return "released";
        });
    deleting = true;
    report
        .step(
            "delete",
            () ->
                server
                    .retention()
                    .apply(server.retention().planDelete(BackupSelector.id(info.id()))))
        .map(RetentionResult::failed)
        .filter(failed -> !failed.isEmpty())
        .ifPresent(report::note);
  }

  private void check(ObjectStore direct) {
    BarmanServer server = server(direct);
    ArchivePromises promises = new ArchivePromises(server, report);
    Optional<BackupId> gone = Optional.ofNullable(backup).filter(b -> deleting).map(BackupInfo::id);
    promises.listsOnlyWholeBackups(gone);
    promises.holdsItsWal(sources, deleting);
    promises.canBeCompleted(sources, gone);
    promises.takesAnother(backUp(server));
  }

  private BackupInfo backUp(BarmanServer server) {
    PostgresServer postgres = cluster.server();
    return server.backup(
        BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory()),
        BackupOptions.builder()
            .compression(Compression.NONE)
            .fastCheckpoint()
            .partSize(PART)
            .withoutArchiveWait()
            .withoutWalWait()
            .build());
  }

  private BarmanServer server(ObjectStore of) {
    return Barman.builder().store(of).executor(threads).build().server(serverName);
  }

  private void clean(ObjectStore direct) {
    try (Stream<ObjectMetadata> all =
        ObjectStores.walk(direct, ListRequest.prefix(serverName + "/"))) {
      List<ObjectKey> keys = all.map(ObjectMetadata::key).toList();
      direct.delete(keys).throwIfIncomplete();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clean up after " + serverName, e);
    }
  }

  /** In memory where there is such a file system: restores sync a thousand files. */
  private static Path workDirectory() {
    Path memory = Path.of("/dev/shm");
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "b4j-job")
          : FileTrees.createTemporary("job");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.mismatch(one, other) == -1;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot compare " + one + " with " + other, e);
    }
  }
}
