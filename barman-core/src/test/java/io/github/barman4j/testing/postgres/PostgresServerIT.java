/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void archivesAndSurvivesKillStopAndRestart(int version) {
    Path archive = directory.resolve("archive");
    try (PostgresServer server = PostgresServer.builder(version).archiveInto(archive).start()) {
      server.execute("CREATE TABLE t (i int)", "INSERT INTO t SELECT generate_series(1, 100)");
      server.createTablespace("one", directory.resolve("one"));
      server.createTablespace("two", directory.resolve("two"));
      server.execute("CREATE TABLE u TABLESPACE two AS SELECT * FROM t");
      server.kill();
      server.start();
      String segment = server.switchWal();
      server.restart();
      assertThat(server.queryLong("SELECT count(*) FROM u")).isEqualTo(100);
      assertThat(server.queryLong("SHOW server_version_num") / 10_000).isEqualTo(version);
      assertThat(archive.resolve(segment)).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void standbyFollowsAndIsPromoted(int version) {
    try (PostgresServer primary = PostgresServer.start(version)) {
      primary.createTablespace("space", directory.resolve("space"));
      primary.execute("CREATE TABLE t TABLESPACE space AS SELECT 1 AS i");
      try (PostgresServer standby = primary.createStandby(directory.resolve("standby"))) {
        primary.kill();
        standby.promote();
        standby.execute("INSERT INTO t VALUES (2)");
        assertThat(standby.queryLong("SELECT count(*) FROM t")).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void restoredCopyRecoversToRestorePoint(int version) throws Exception {
    Path archive = directory.resolve("archive");
    Path copy = directory.resolve("copy");
    try (PostgresServer server = PostgresServer.builder(version).archiveInto(archive).start()) {
      new StandbyCopy(server, copy).run();
      server.execute("CREATE TABLE t (i int)", "SELECT pg_create_restore_point('here')");
      server.execute("INSERT INTO t VALUES (1)");
      server.switchWal();
      server.stop();
    }
    PostgresServerBuilder restored =
        PostgresServer.builder(version)
            .dataDirectory(copy)
            .noArchiving()
            .recoverWith("cp '" + archive + "/%f' %p")
            .setting("recovery_target_name", "here");
    try (PostgresServer server = restored.start()) {
      server.awaitRecoveryPaused(SOON);
      assertThat(server.queryLong("SELECT count(*) FROM t")).isZero();
      server.execute("SELECT pg_wal_replay_resume()");
      server.awaitPromotion(SOON);
    }
    assertThat(copy).exists();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void clustersHaveTheirOwnIdentifierAndSegmentSize(int version) {
    String identifier = "SELECT system_identifier FROM pg_control_system()";
    try (PostgresServer one = PostgresServer.start(version);
        PostgresServer other =
            PostgresServer.builder(version).walSegmentSize(1024 * 1024).start()) {
      assertThat(one.queryString(identifier)).isNotEqualTo(other.queryString(identifier));
      assertThat(other.queryString("SHOW wal_segment_size")).isEqualTo("1MB");
      assertThat(other.queryString("SHOW data_checksums")).isEqualTo("on");
      assertThat(Files.exists(one.dataDirectory())).isTrue();
    }
  }
}
