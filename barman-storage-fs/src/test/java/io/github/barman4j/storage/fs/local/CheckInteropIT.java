/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.fs.local.CheckItem.Status;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Our check and Barman's, of the same directory and server. */
class CheckInteropIT {

  private static final String A = "20260301T100000";

  private static PostgresServer postgres;
  private static Path incoming;

  private Path home;

  /** What is the matter. */
  private enum Matter {
    NOTHING,
    NO_WAL,
    FAILED_BACKUP,
    OLD_BACKUP,
    ARCHIVER_ERRORS,
    ANOTHER_CLUSTER,
    TOO_FEW_BACKUPS,
    SMALL_BACKUP
  }

  @BeforeAll
  static void startServer() {
    incoming = FileTrees.createTemporary("incoming");
    postgres = PostgresServer.builder(15).archiveInto(incoming).start();
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
    FileTrees.delete(incoming);
  }

  @BeforeEach
  void makeHome() {
    home = FileTrees.createTemporary("check").resolve("home");
  }

  @AfterEach
  void deleteHome() {
    FileTrees.delete(home.getParent());
  }

  static Stream<Arguments> cases() {
    return BarmanServerCli.both()
        .flatMap(barman -> Stream.of(Matter.values()).map(matter -> Arguments.of(barman, matter)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsWhatBarmanFinds(BarmanServerCli program, Matter matter) throws Exception {
    SyntheticServer server = make(matter);
    BarmanServerCli barman =
        Peers.require(program)
            .on(home, "main")
            .with("conninfo", postgres.conninfo())
            .with("minimum_redundancy", "" + minimumRedundancy(matter));
    CheckOptions.Builder options =
        CheckOptions.builder()
            .dataSource(postgres.dataSource())
            .dataDirectory(postgres.dataDirectory());
    if (matter == Matter.OLD_BACKUP) {
      barman = barman.with("last_backup_maximum_age", "1 HOURS");
      options.lastBackupMaximumAge(Duration.ofHours(1));
    } else if (matter == Matter.SMALL_BACKUP) {
      barman = barman.with("last_backup_minimum_size", "1 Gi");
      options.lastBackupMinimumSize(1 << 30);
    }

    CheckReport ours = server.check(options.build());
    Map<String, String> theirs = items(barman.run("check", "main").stdout());

    assertThat(ours.isFitForBackup())
        .as(ours.describe())
        .isEqualTo(matter != Matter.NO_WAL && matter != Matter.ANOTHER_CLUSTER);
    for (Map.Entry<String, String> item : theirs.entrySet()) {
      assertThat(ours.find(item.getKey())).as(item + " in " + ours.describe()).isPresent();
      CheckItem own = ours.find(item.getKey()).orElseThrow();
      String status = own.status() == Status.WARNING ? "OK" : own.status().name();
      assertThat(status).as(item.getKey() + ": " + ours.describe()).isEqualTo(item.getValue());
    }
    assertThat(theirs.containsValue("FAILED"))
        .as(theirs.toString())
        .isEqualTo(matter != Matter.NOTHING);
  }

  private static int minimumRedundancy(Matter matter) {
    return matter == Matter.TOO_FEW_BACKUPS ? 3 : 1;
  }

  private SyntheticServer make(Matter matter) throws IOException {
    SyntheticServer server = new SyntheticServer(home, Layout.UNIVERSAL, minimumRedundancy(matter));
    for (Path path : server.context().directory().required()) {
      Files.createDirectories(path);
    }
    server.backup(A, "1/10", "1/11");
    if (matter != Matter.NO_WAL) {
      server.wal(1, 0x10, 0x13);
    }
    switch (matter) {
      case FAILED_BACKUP -> server.backup("20260302T100000", "1/12", "1/12", BackupStatus.FAILED);
      case ARCHIVER_ERRORS ->
          Files.writeString(server.context().directory().errors().resolve("x.1.unknown"), "x");
      case ANOTHER_CLUSTER ->
          Files.writeString(
              server.context().directory().identity(),
              "{\n    \"systemid\": \"6700000000000000001\",\n    \"version\": \"15\"\n}\n");
      default -> {}
    }
    return server;
  }

  private static Map<String, String> items(String output) {
    Map<String, String> items = new LinkedHashMap<>();
    output
        .lines()
        .filter(line -> line.startsWith("\t"))
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              items.put(line.substring(1, colon), line.substring(colon + 2).split("[ (]")[0]);
            });
    assertThat(items).as(output).isNotEmpty();
    return items;
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aServerThatIsDownAndOneThatIsNotTheDirectorysAreFound(Layout layout) throws Exception {
    SyntheticServer server = new SyntheticServer(home, layout);
    server.backup(A, "1/10", "1/11");
    server.wal(1, 0x10, 0x13);
    Path copy = Files.createDirectories(home.resolveSibling("copy"));
    postgres.copyInto(copy.resolve("data"));
    CheckOptions copied =
        CheckOptions.builder()
            .dataSource(postgres.dataSource())
            .dataDirectory(copy.resolve("data"))
            .build();
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setPortNumbers(new int[] {1});
    nowhere.setServerNames(new String[] {"127.0.0.1"});

    CheckItem local = server.check(copied).find("local PGDATA").orElseThrow();
    CheckReport down = server.check(CheckOptions.builder().dataSource(nowhere).build());

    assertThat(local.status()).isEqualTo(Status.FAILED);
    assertThat(local.hint()).contains("is not the one that the server runs on");
    assertThat(down.find("PostgreSQL").orElseThrow().status()).isEqualTo(Status.FAILED);
    assertThat(down.isFitForBackup()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void aServerThatIsDownIsFoundByBarmanToo(BarmanServerCli program) throws Exception {
    SyntheticServer server = make(Matter.NOTHING);
    BarmanServerCli barman = Peers.require(program).on(home, "main");

    Map<String, String> theirs = items(barman.run("check", "main").stdout());

    assertThat(theirs).containsEntry("PostgreSQL", "FAILED");
    assertThat(server.check(CheckOptions.defaults()).isFitForBackup()).isTrue();
  }

  @Test
  void aUserWithoutPrivilegesIsToldWhichAreMissing() throws Exception {
    SyntheticServer server = make(Matter.NOTHING);
    postgres.execute(
        "DROP ROLE IF EXISTS nobody_much", "CREATE ROLE nobody_much LOGIN PASSWORD 'x'");
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser("nobody_much");
    source.setPassword("x");

    CheckReport denied = server.check(CheckOptions.builder().dataSource(source).build());
    postgres.execute(
        "GRANT pg_monitor TO nobody_much",
        "GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean) TO nobody_much",
        "GRANT EXECUTE ON FUNCTION pg_backup_stop(boolean) TO nobody_much",
        "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO nobody_much",
        "GRANT EXECUTE ON FUNCTION pg_create_restore_point(text) TO nobody_much");
    CheckReport granted = server.check(CheckOptions.builder().dataSource(source).build());

    assertThat(denied.find("no access to backup functions").orElseThrow().hint())
        .contains("EXECUTE on pg_backup_start(text,boolean)")
        .contains("pg_monitor");
    assertThat(denied.isFitForBackup()).isFalse();
    assertThat(granted.isFitForBackup()).as(granted.describe()).isTrue();
    assertThat(granted.find("archive_command").orElseThrow().hint()).contains("does not name");
  }
}
