/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A cluster with two tablespaces whose history is known: each {@link Step} inserted one row into
 * three tables, and says by what targets recovery ends right behind it.
 */
final class Scenario implements AutoCloseable {

  private final Path directory;
  private final Path spool;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerContext context;
  private final WalArchive wal;
  private final List<Step> steps = new ArrayList<>();
  private PostgresServer server;
  private int clusters;

  /** A row, and the targets right behind it. */
  record Step(int number, long timeline, Instant time, Lsn lsn, long xid, String restorePoint) {}

  Scenario(int major, Path directory) throws IOException {
    this.directory = directory;
    this.spool = Files.createDirectories(directory.resolve("spool"));
    this.context =
        new ServerContext(
            new MemoryObjectStore("pitr"), "main", threads, Clock.systemDefaultZone());
    this.wal = new WalArchive(context, WalOptions.builder().build());
    this.server =
        PostgresServer.builder(major)
            .archiveCommand(
                "test ! -f %s/%%f && cp %%p %s/.%%f && mv %s/.%%f %s/%%f"
                    .formatted(spool, spool, spool, spool)
                    .replace("%%", "%"))
            .setting("wal_keep_size", "0")
            .start();
    PostgresServer.ownedByServer(spool);
    server.createTablespace("fast", directory.resolve("fast"));
    server.createTablespace("slow", directory.resolve("slow"));
    for (String place : List.of("", " TABLESPACE fast", " TABLESPACE slow")) {
      String table = place.isEmpty() ? "here" : place.substring(" TABLESPACE ".length());
      server.execute("CREATE TABLE in_" + table + " (n int, filler text)" + place);
    }
    server.execute("CREATE TABLE load (n bigserial, filler text)");
  }

  ServerContext context() {
    return context;
  }

  PostgresServer server() {
    return server;
  }

  WalArchive wal() {
    return wal;
  }

  Restore restore() {
    return new Restore(context, new BackupCatalog(context), wal);
  }

  /** Takes a backup while another session writes without pause. */
  BackupInfo backupUnderLoad() throws Exception {
    // On a busy machine the writer may begin when the backup has ended.
    write();
    AtomicBoolean stop = new AtomicBoolean();
    var writer = threads.submit(() -> writeUntil(stop));
    try {
      BackupOptions options = BackupOptions.builder().fastCheckpoint().partSize(8 << 20).build();
      shipInBackground(stop);
      return new BaseBackup(context)
          .run(BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()), options);
    } finally {
      stop.set(true);
      writer.get();
    }
  }

  private void writeUntil(AtomicBoolean stop) {
    while (!stop.get()) {
      write();
    }
  }

  private void write() {
    server.execute(
        "INSERT INTO load (filler) SELECT repeat(md5(g::text), 20) FROM generate_series(1,500) g",
        "DELETE FROM load WHERE n % 7 = 0",
        "CHECKPOINT");
  }

  private void shipInBackground(AtomicBoolean stop) {
    threads.execute(
        () -> {
          while (!stop.get()) {
            ship();
          }
        });
  }

  /** Inserts one row into each table and marks the place behind it in every way. */
  Step step() throws InterruptedException {
    int number = steps.size() + 1;
    long xid =
        server.queryLong(
            "WITH a AS (INSERT INTO in_here VALUES (%1$d, repeat('a', 500))),".formatted(number)
                + " b AS (INSERT INTO in_fast VALUES (%1$d, repeat('b', 500))),".formatted(number)
                + " c AS (INSERT INTO in_slow VALUES (%1$d, repeat('c', 500)))".formatted(number)
                + " SELECT pg_current_xact_id()::text::bigint");
    Thread.sleep(20);
    Instant time =
        Instant.parse(
            server.queryString(
                "SELECT to_char(clock_timestamp()"
                    + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    Thread.sleep(20);
    String point = "step" + number;
    Lsn lsn = Lsn.parse(server.queryString("SELECT pg_create_restore_point('" + point + "')"));
    long timeline = server.queryLong("SELECT timeline_id FROM pg_control_checkpoint()");
    Step step = new Step(number, timeline, time, lsn, xid, point);
    steps.add(step);
    return step;
  }

  /** Archives what the server has written so far. */
  void archiveAll() {
    server.execute("INSERT INTO load (filler) VALUES ('end')");
    String segment = server.switchWal();
    while (!Files.exists(spool.resolve(segment))) {
      Thread.onSpinWait();
    }
    ship();
  }

  private synchronized void ship() {
    try (Stream<Path> files = Files.list(spool)) {
      files
          .filter(file -> WalFileName.find(String.valueOf(file.getFileName())).isPresent())
          .sorted()
          .forEach(this::shipOnce);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final java.util.Set<Path> shipped = new java.util.HashSet<>();

  private void shipOnce(Path file) {
    if (shipped.add(file)) {
      wal.archive(file);
    }
  }

  /** Restores into a new directory; the tablespaces go beside it. */
  Path restore(RestorePlan plan, RestoreOptions.Builder more) {
    Path target = more.build().dataDirectory();
    restore().execute(plan, more.build());
    PostgresServer.ownedByServer(target);
    return target;
  }

  /** Returns options for a new directory. */
  RestoreOptions.Builder fresh() {
    Path base = directory.resolve("cluster" + ++clusters);
    return RestoreOptions.into(base.resolve("data"))
        .relocateTablespace("fast", base.resolve("fast"))
        .relocateTablespace("slow", base.resolve("slow"));
  }

  /** Returns the delivery by a command that copies what the servers have archived. */
  WalDelivery fetching() {
    return WalDelivery.restoreCommand("cp " + spool + "/%f %p");
  }

  /** Goes on with a restored and promoted cluster, which archives into the same archive. */
  void continueWith(Path restored) {
    int major = server.majorVersion();
    server.stopImmediately();
    server = PostgresServer.builder(major).dataDirectory(restored).start();
    server.awaitPromotion(java.time.Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    server.close();
    threads.shutdownNow();
  }
}
