/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a {@code kill -9} of a backup leaves, in each of its phases. */
class KilledBackupIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path shared;
  @TempDir Path directory;
  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.builder(17).archiveInto(shared.resolve("archive")).start();
    server.execute(
        "CREATE TABLE filler AS SELECT g, repeat(md5(g::text), 30) FROM generate_series(1,30000) g");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(BackupPhase.class)
  void leavesNoBackupAndNoBackupMode(BackupPhase phase) throws Exception {
    Path store = Files.createDirectories(directory.resolve("store"));
    killAt(phase, store);
    await().atMost(PATIENCE).until(() -> sessions() == 0);

    try (Barman barman = Barman.open(store.toUri())) {
      BarmanServer archive = barman.server("main");
      BackupListing listing = archive.backups().list();
      assertThat(listing.backups().stream().anyMatch(b -> b.status() == BackupStatus.DONE))
          .as("done before its WAL is waited for, and not before")
          .isEqualTo(phase == BackupPhase.WAITING_FOR_WAL);
      assertThat(listing.unreadable()).isEmpty();

      BackupInfo next = archive.backup(source(), BackupOptions.builder().fastCheckpoint().build());
      assertThat(next.status()).isEqualTo(BackupStatus.DONE);
      assertThat(archive.backups().list().backups())
          .contains(archive.backups().get(selector(next)));
    }
  }

  private static BackupSelector selector(BackupInfo backup) {
    return BackupSelector.id(backup.id());
  }

  private static BackupSource source() {
    return BackupSource.dataDirectory(server.dataSource(), server.dataDirectory());
  }

  private void killAt(BackupPhase phase, Path store) {
    Path reached = directory.resolve("reached");
    Path log = directory.resolve("log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledBackup.class.getName(),
            store.toString(),
            server.jdbcUrl(),
            server.dataDirectory().toString(),
            phase.name(),
            reached.toString());
    try (ChildProcess child = ChildProcess.start(command, Map.of(), log)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(child.isAlive()).as(child::log).isTrue();
                return Files.exists(reached);
              });
      assertThat(sessions()).isEqualTo(phase == BackupPhase.CONNECTING ? 0 : 1);
      child.kill();
    }
  }

  private static long sessions() {
    return server.queryLong(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }
}
