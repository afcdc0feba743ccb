/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running PostgreSQL with two tablespaces that archives into a server directory, which real
 * Barman and this library share. The caller closes it.
 */
final class LocalLab implements AutoCloseable {

  static final String SERVER = "main";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BLANK = "Spc Two";

  private final Path directory;
  private final Path home;
  private final PostgresServer postgres;
  private final LocalServer ours;
  private final BarmanServerCli barman;
  private final AtomicInteger restores = new AtomicInteger();

  LocalLab(Path directory, int major, BarmanServerCli program) throws IOException {
    this(directory, major, program, Layout.UNIVERSAL);
  }

  LocalLab(Path directory, int major, BarmanServerCli program, Layout layout) throws IOException {
    this.directory = directory;
    this.home = directory.resolve("home");
    Path incoming = Files.createDirectories(home.resolve(SERVER).resolve("incoming"));
    ServerUser.current().own(home);
    String arrival = incoming.resolve("%f").toString();
    this.postgres =
        PostgresServer.builder(major)
            .archiveCommand(
                "cp %p '" + arrival + ".tmp' && mv '" + arrival + ".tmp' '" + arrival + "'")
            .start();
    this.ours = LocalServer.open(LocalServerOptions.builder(home, SERVER).layout(layout).build());
    this.barman =
        program
            .on(home, SERVER)
            .with("conninfo", postgres.conninfo())
            .with("immediate_checkpoint", "true")
            .with("path_prefix", "/usr/lib/postgresql/" + major + "/bin");
    populate();
  }

  private void populate() throws IOException {
    postgres.createTablespace("ts1", directory.resolve("ts1"));
    Path two = ServerUserDirectories.make(directory.resolve("ts2"));
    postgres.execute(
        "CREATE TABLESPACE \"" + BLANK + "\" LOCATION '" + two + "'",
        "CREATE TABLE events (id int PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())",
        "CREATE TABLE one TABLESPACE ts1 AS SELECT g AS id FROM generate_series(1, 20000) g",
        "CREATE TABLE two TABLESPACE \""
            + BLANK
            + "\" AS SELECT g AS id, md5(g::text) AS text FROM generate_series(1, 20000) g");
  }

  PostgresServer postgres() {
    return postgres;
  }

  LocalServer ours() {
    return ours;
  }

  BarmanServerCli barman() {
    return barman;
  }

  Path home() {
    return home;
  }

  Path directory() {
    return directory;
  }

  /** Adds a row to each table; returns how many events there are now. */
  long work() {
    postgres.execute(
        "INSERT INTO events (id) SELECT coalesce(max(id), 0) + 1 FROM events",
        "INSERT INTO one SELECT max(id) + 1 FROM one",
        "UPDATE two SET text = md5(random()::text) WHERE id % 7 = 0");
    return events(postgres);
  }

  static long events(PostgresServer server) {
    return server.queryLong("SELECT count(*) FROM events");
  }

  /** Completes the segment with everything until now and waits until it has been taken away. */
  void archiveAll() {
    String last = postgres.switchWal();
    io.github.barman4j.testing.process.Await.until(
        "archived " + last,
        PATIENCE,
        () ->
            postgres.queryString("SELECT last_archived_wal FROM pg_stat_archiver").compareTo(last)
                >= 0,
        postgres::log);
  }

  BackupId backUpOurselves() {
    LocalBackupOptions options =
        LocalBackupOptions.builder().fastCheckpoint().reuse(ReuseBackup.LINK).build();
    return ours.backup().run(postgres.dataSource(), postgres.dataDirectory(), options).id();
  }

  BackupId backUpWithBarman() {
    List<BackupId> before = done();
    barman.run("backup", "--wait", SERVER).orThrow();
    List<BackupId> now = new ArrayList<>(done());
    now.removeAll(before);
    return now.get(0);
  }

  /** Returns the backups that are DONE, ascending. */
  List<BackupId> done() {
    return ours.catalog().list().backups().stream()
        .filter(backup -> backup.status() == BackupStatus.DONE)
        .map(BackupInfo::id)
        .toList();
  }

  /** Restores with this library and returns the directory. */
  Path restoreOurselves(BackupId id, RecoveryTarget target) {
    Path into = nextDirectory();
    RestorePlan plan = ours.restore().plan(RestoreRequest.to(target).from(id));
    RestoreOptions options =
        RestoreOptions.into(into.resolve("data"))
            .relocateTablespace("ts1", into.resolve("ts1"))
            .relocateTablespace(BLANK, into.resolve("ts2"))
            .build();
    ours.restore().execute(plan, options);
    return into.resolve("data");
  }

  /** Restores with real Barman and returns the directory. */
  Path restoreWithBarman(BackupId id, String... target) {
    Path into = ServerUserDirectories.make(nextDirectory());
    List<String> arguments =
        new ArrayList<>(List.of("recover", "--tablespace", "ts1:" + into.resolve("ts1")));
    arguments.addAll(List.of("--tablespace", BLANK + ":" + into.resolve("ts2")));
    arguments.addAll(List.of(target));
    arguments.addAll(List.of(SERVER, id.value(), into.resolve("data").toString()));
    barman.run(arguments.toArray(String[]::new)).orThrow();
    return into.resolve("data");
  }

  private Path nextDirectory() {
    return directory.resolve("restored-" + restores.incrementAndGet());
  }

  /** Starts a restored server, waits until it is promoted, counts its events, and deletes it. */
  long eventsOf(Path restored) {
    try (PostgresServer server =
        PostgresServer.builder(postgres.majorVersion())
            .dataDirectory(restored)
            .noArchiving()
            .start()) {
      server.awaitPromotion(PATIENCE);
      server.execute("SELECT count(*) FROM one", "SELECT count(text) FROM two");
      return events(server);
    } finally {
      FileTrees.delete(restored.getParent());
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
