/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cluster with two tablespaces that real Barman has backed up twice into its server directory,
 * and rows of which it is known when they were written. The server runs until this is closed.
 */
final class BackedUpCluster implements AutoCloseable {

  static final String SERVER = "main";
  static final String RESTORE_POINT = "after the time";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Path root = FileTrees.createTemporary("local");
  final Path home = root.resolve("home");
  final PostgresServer server;
  final BarmanServerCli barman;
  final Instant time;
  final Lsn lsn;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int restored;

  /**
   * Makes cluster and backups.
   *
   * @param compression of WAL, Barman's word
   */
  BackedUpCluster(int major, String compression) throws Exception {
    Path incoming =
        PostgresServer.ownedByServer(Files.createDirectories(home.resolve("main/incoming")));
    String file = "'" + incoming + "/%f'";
    server =
        PostgresServer.builder(major)
            .archiveCommand("cp %p " + file + ".tmp && mv " + file + ".tmp " + file)
            .setting("track_commit_timestamp", "on")
            .start();
    barman =
        Peers.require(BarmanServerCli.debian12())
            .on(home, SERVER)
            .with("conninfo", server.conninfo())
            .with("immediate_checkpoint", "true")
            .with("compression", compression);
    fill();
    backUp();
    insert(100);
    backUp();
    insert(200);
    this.time = now();
    Thread.sleep(10);
    insert(400);
    server.execute("SELECT pg_create_restore_point('" + RESTORE_POINT + "')");
    insert(800);
    this.lsn = Lsn.parse(server.queryString("SELECT pg_current_wal_insert_lsn()"));
    insert(1600);
    archive();
  }

  private void fill() {
    server.createTablespace("ts1", root.resolve("ts1"));
    server.createTablespace("\"Spc Two\"", root.resolve("ts2"));
    server.execute("CREATE TABLE t AS SELECT generate_series(1, 50) AS i");
    server.execute("CREATE TABLE one (i int) TABLESPACE ts1");
    server.execute("CREATE TABLE two (i int) TABLESPACE \"Spc Two\"");
    server.execute("INSERT INTO one SELECT generate_series(1, 20000)");
    server.execute("INSERT INTO two SELECT generate_series(1, 10)");
    archive();
  }

  private void insert(int rows) {
    server.execute("INSERT INTO t SELECT generate_series(1, " + rows + ")");
  }

  private Instant now() {
    return Instant.parse(
        server.queryString(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  /** Takes a backup with real Barman. */
  void backUp() {
    barman.run("backup", "--wait", SERVER).orThrow();
  }

  /** Archives all WAL up to now with real Barman. */
  void archive() {
    String segment = server.switchWal();
    io.github.barman4j.testing.process.Await.until(
        segment,
        PATIENCE,
        () -> Files.exists(home.resolve("main/incoming").resolve(segment)),
        server::log);
    barman.run("archive-wal", SERVER).orThrow();
  }

  /** Returns how many rows are in t when a target is reached. */
  static long rowsAt(RecoveryTarget target) {
    if (target instanceof RecoveryTarget.Immediate) {
      return 150;
    } else if (target instanceof RecoveryTarget.AtTime) {
      return 350;
    } else if (target instanceof RecoveryTarget.AtRestorePoint) {
      return 750;
    }
    return target instanceof RecoveryTarget.AtLsn ? 1550 : 3150;
  }

  LocalContext context() {
    return LocalContext.of(
        LocalServerOptions.builder(home, SERVER)
            .executor(threads)
            .clock(Clock.systemUTC())
            .build());
  }

  LocalRestore restore() {
    return new LocalRestore(context());
  }

  ExecutorService threads() {
    return threads;
  }

  /** Returns a directory for a restore that is used once. */
  Path newTarget() {
    return root.resolve("restored" + ++restored).resolve("data");
  }

  /** Returns options for a restore whose tablespaces are beside its data directory. */
  static RestoreOptions.Builder into(Path target) {
    return RestoreOptions.into(target)
        .relocateTablespace("ts1", target.resolveSibling("ts1"))
        .relocateTablespace("Spc Two", target.resolveSibling("ts2"));
  }

  /** Starts a restored cluster, when it has been promoted; the caller closes it. */
  static PostgresServer start(int major, Path target) {
    PostgresServer.ownedByServer(target.getParent());
    PostgresServer restored =
        PostgresServer.builder(major).dataDirectory(target).noArchiving().start();
    restored.awaitPromotion(PATIENCE);
    return restored;
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
    FileTrees.delete(root);
  }
}
