/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A restore whose process is killed (kill -9) leaves a directory that PostgreSQL refuses and that
 * another restore refuses; the archive is as before.
 */
class KilledRestoreIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAJOR = 17;
  private static final int ROWS = 20_000;

  @TempDir static Path shared;
  @TempDir private Path directory;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @BeforeAll
  static void backUp() throws IOException {
    Path wal = shared.resolve("wal");
    ServerContext context = KilledRestore.context(open(), THREADS);
    try (PostgresServer server =
        PostgresServer.builder(MAJOR).walSegmentSize(1 << 20).archiveInto(wal).start()) {
      server.execute("CREATE TABLE t AS SELECT generate_series(1, " + ROWS / 2 + ") AS i");
      new BaseBackup(context)
          .run(
              BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
              BackupOptions.builder().fastCheckpoint().partSize(4 << 20).build());
      server.execute("INSERT INTO t SELECT generate_series(1, " + ROWS / 2 + ")");
      server.switchWal();
      server.stop();
    }
    WalArchive archive = new WalArchive(context, WalOptions.builder().build());
    try (Stream<Path> files = Files.list(wal)) {
      files.sorted().forEach(archive::archive);
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  private static ObjectStore open() throws IOException {
    return KilledRestore.open(shared.resolve("store"));
  }

  private Path target() {
    return directory.resolve("data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"progress", "staging", "wals", "syncing"})
  void leavesADirectoryThatNobodyTakesForACluster(String moment) throws IOException {
    killAt(moment);
    assertThat(target()).isNotEmptyDirectory();
    assertThat(target().resolve("global/pg_control")).doesNotExist();
    if (Files.exists(target().resolve("PG_VERSION"))) {
      expectRefusedByPostgres();
    }
    assertThatThrownBy(() -> restore(target()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void anotherRestoreElsewhereIsWhole() throws IOException {
    killAt("wals");
    Path elsewhere = directory.resolve("elsewhere");
    restore(elsewhere);
    PostgresServer.ownedByServer(elsewhere);
    try (PostgresServer server =
        PostgresServer.builder(MAJOR).dataDirectory(elsewhere).noArchiving().start()) {
      server.awaitPromotion(PATIENCE);
      assertThat(server.queryLong("SELECT count(*) FROM t")).isEqualTo(ROWS);
    }
  }

  private void restore(Path into) throws IOException {
    try (ObjectStore store = open()) {
      KilledRestore.restore(store, THREADS, RestoreOptions.into(into).build());
    }
  }

  private void killAt(String moment) {
    Path reached = directory.resolve("reached");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledRestore.class.getName(),
            shared.resolve("store").toString(),
            target().toString(),
            moment,
            reached.toString());
    try (ChildProcess child =
        ChildProcess.start(command, Map.of(), directory.resolve("child.log"))) {
      Await.until(moment, PATIENCE, () -> Files.exists(reached) || !child.isAlive(), child::log);
      assertThat(child.isAlive()).as(child.log()).isTrue();
      child.kill();
    }
  }

  private void expectRefusedByPostgres() {
    try (PostgresServer server =
        PostgresServer.builder(MAJOR).dataDirectory(target()).noArchiving().launch()) {
      assertThat(server.awaitExit(PATIENCE)).isNotZero();
      assertThat(server.log()).contains("global/pg_control").contains("No such file");
    }
  }
}
