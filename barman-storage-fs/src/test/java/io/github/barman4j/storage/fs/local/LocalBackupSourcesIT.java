/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories that are not as plain as they might be. */
class LocalBackupSourcesIT {

  @TempDir Path directory;

  private LocalSite site() {
    return new LocalSite(directory.resolve("home"));
  }

  private void assertRestored(LocalSite site, BackupInfo backup) throws Exception {
    try (PostgresServer restored = site.restore(backup, directory.resolve("restored"))) {
      assertThat(restored.queryLong("SELECT count(*) FROM t")).isEqualTo(1000);
    }
  }

  private static void createTable(PostgresServer server) {
    server.execute("CREATE TABLE t AS SELECT g FROM generate_series(1,1000) g");
  }

  @Test
  void aStandby() throws Exception {
    LocalSite site = site();
    try (PostgresServer primary = PostgresServer.builder(17).archiveInto(site.incoming()).start();
        PostgresServer standby = primary.createStandby(directory.resolve("standby"))) {
      createTable(primary);
      primary.execute("CHECKPOINT");
      BackupInfo backup = site.backUp(standby, LocalSite.linking().withoutArchiveWait().build());
      assertThat(backup.status()).isIn(BackupStatus.WAITING_FOR_WALS, BackupStatus.DONE);
      assertThat(backup.backupLabel().orElseThrow().text()).contains("BACKUP FROM: standby");
      primary.switchWal();
      BackupInfo done = backup;
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (done.status() != BackupStatus.DONE && System.nanoTime() < deadline) {
        site.wal().archiveIncoming(new io.github.barman4j.CancellationToken());
        done = new Promotion(site.context(), site.wal()).check(backup.id());
        Thread.sleep(100);
      }
      assertThat(done.status()).isEqualTo(BackupStatus.DONE);
      assertRestored(site, done);
    }
  }

  @Test
  void walElsewhereAndConfigurationElsewhereAndALinkToNothing() throws Exception {
    LocalSite site = site();
    Path data = directory.resolve("pgdata");
    PostgresServer server =
        PostgresServer.builder(15).dataDirectory(data).archiveInto(site.incoming()).start();
    createTable(server);
    server.stop();
    Path wal = directory.resolve("wal");
    Files.move(data.resolve("pg_wal"), wal);
    Files.createSymbolicLink(data.resolve("pg_wal"), wal);
    Files.createSymbolicLink(data.resolve("nowhere"), Path.of("/does/not/exist"));
    Path etc = Files.createDirectory(directory.resolve("etc"));
    Files.move(data.resolve("pg_hba.conf"), etc.resolve("my_hba.conf"));
    Files.writeString(
        data.resolve("postgresql.conf"),
        Files.readString(data.resolve("postgresql.conf"))
            + "\nhba_file = '"
            + etc.resolve("my_hba.conf")
            + "'\ninclude_dir = '"
            + Files.createDirectory(etc.resolve("conf.d"))
            + "'\n");
    Files.writeString(etc.resolve("conf.d/more.conf"), "work_mem = 5MB\n");
    PostgresServer.ownedByServer(etc);
    server.start();
    try (server) {
      LocalBackupPlan plan =
          site.backup().plan(server.dataSource(), data, LocalSite.linking().build());
      assertThat(plan.danglingLinks()).containsExactly("nowhere");
      assertThat(plan.externalFiles()).containsExactly(etc.resolve("my_hba.conf"));
      assertThat(site.context().directory().root().resolve("base")).doesNotExist();

      BackupInfo backup = site.backUp(server, LocalSite.linking().build());

      Path copy = site.data(backup);
      assertThat(copy.resolve("pg_wal")).isDirectory();
      assertThat(Files.isSymbolicLink(copy.resolve("pg_wal"))).isFalse();
      assertThat(copy.resolve("nowhere")).doesNotExist();
      assertThat(copy.resolve("my_hba.conf")).hasSameTextualContentAs(etc.resolve("my_hba.conf"));
      assertThat(copy.resolve("more.conf")).hasContent("work_mem = 5MB");
      Files.writeString(
          copy.resolve("postgresql.conf"),
          Files.readString(copy.resolve("postgresql.conf"))
              + "\nhba_file = '"
              + directory.resolve("restored/my_hba.conf")
              + "'\n");
      assertRestored(site, backup);
    }
  }

  @Test
  void filesThatComeAndGoWhileTheyAreCopied() throws Exception {
    LocalSite site = site();
    try (PostgresServer server = PostgresServer.builder(17).archiveInto(site.incoming()).start()) {
      createTable(server);
      Path restless = Files.createDirectory(server.dataDirectory().resolve("restless"));
      AtomicBoolean ended = new AtomicBoolean();
      Thread thread = new Thread(() -> comeAndGo(restless, ended));
      thread.start();
      BackupInfo backup;
      try {
        backup = site.backUp(server, LocalSite.linking().bandwidthLimit(20 << 20).build());
      } finally {
        ended.set(true);
        thread.join();
      }
      assertThat(backup.status()).isEqualTo(BackupStatus.DONE);
      assertRestored(site, backup);
    }
  }

  private static void comeAndGo(Path directory, AtomicBoolean ended) {
    try {
      for (int i = 0; !ended.get(); i++) {
        Files.write(directory.resolve("f" + i % 500), new byte[10_000]);
        Files.deleteIfExists(directory.resolve("f" + (i * 7 + 3) % 500));
        Thread.sleep(i % 100 == 0 ? 1 : 0);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void modesTimesAndAManifestThatPostgresVerifies() throws Exception {
    LocalSite site = site();
    try (PostgresServer server = PostgresServer.builder(18).archiveInto(site.incoming()).start()) {
      createTable(server);
      Path own = Files.createDirectory(server.dataDirectory().resolve("own"));
      Path file = Files.writeString(own.resolve("f"), "x");
      FileTime time = FileTime.from(java.time.Instant.ofEpochSecond(1_000_000, 123_456_789));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
      Files.setLastModifiedTime(file, time);
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwx--x"));
      Files.setLastModifiedTime(own, time);
      server.createTablespace("fast", directory.resolve("fast"));
      server.execute("CREATE TABLE there TABLESPACE fast AS SELECT 1 AS a");
      site.backUp(server, LocalSite.linking().manifest().build());
      BackupInfo backup = site.backUp(server, LocalSite.linking().manifest().build());

      Path copy = site.data(backup);
      for (String name : new String[] {"own", "own/f", "global", "base/1/1259", "."}) {
        assertThat(Files.getPosixFilePermissions(copy.resolve(name)))
            .as(name)
            .isEqualTo(Files.getPosixFilePermissions(server.dataDirectory().resolve(name)));
      }
      assertThat(Files.getLastModifiedTime(copy.resolve("own/f"))).isEqualTo(time);
      assertThat(Files.getLastModifiedTime(copy.resolve("own"))).isEqualTo(time);
      assertThat((int) Files.getAttribute(copy.resolve("own/f"), "unix:nlink")).isEqualTo(2);
      assertThat((int) Files.getAttribute(copy.resolve(ControlFile.NAME), "unix:nlink"))
          .isEqualTo(1);
      VerificationReport report =
          new LocalVerify(site.context()).verify(backup.id(), VerifyOptions.defaults());
      assertThat(report.problems()).isEmpty();
      PsqlTools tools = Peers.require(PsqlTools.newest18());
      tools.verifyBackup(copy).orThrow();
      Files.writeString(site.data(backup).resolve("PG_VERSION.tmp"), "more");
      assertThat(tools.verifyBackup(copy).exitCode()).isNotZero();
    }
  }
}
