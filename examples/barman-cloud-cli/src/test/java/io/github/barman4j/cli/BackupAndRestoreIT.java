/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs for base backups against a real PostgreSQL, into a directory. */
class BackupAndRestoreIT {

  private static final int VERSION = 15;
  private static final String PASSWORD = "pa:ss\\word";
  private static final Path BIN = Path.of("target/dist/bin").toAbsolutePath();

  private static Path folder;
  private static PostgresServer server;
  private static String url;
  private static String socket;

  @BeforeAll
  static void start() throws IOException {
    folder = FileTrees.createTemporary("cli");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    url = "file://" + folder.resolve("store");
    server = PostgresServer.builder(VERSION).archiveInto(folder.resolve("wal")).start();
    socket = server.queryString("SHOW unix_socket_directories");
    allowPasswordsAndPeers();
    server.createTablespace("spc", folder.resolve("spc"));
    server.execute(
        "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n",
        "CREATE TABLE u TABLESPACE spc AS SELECT generate_series(1, 10) AS n");
  }

  private static void allowPasswordsAndPeers() throws IOException {
    server.execute(
        "CREATE ROLE by_password SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE ROLE by_peer SUPERUSER LOGIN");
    Path hba = server.dataDirectory().resolve("pg_hba.conf");
    String rules =
        "local all by_peer peer map=here\nlocal all by_password scram-sha-256\n"
            + "host all by_password 127.0.0.1/32 scram-sha-256\n";
    Files.writeString(hba, rules + Files.readString(hba, UTF_8));
    String map = "here " + System.getProperty("user.name") + " by_peer\n";
    Files.writeString(server.dataDirectory().resolve("pg_ident.conf"), map);
    server.execute("SELECT pg_reload_conf()");
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, "*:" + server.port() + ":*:by_password:pa\\:ss\\\\word\n");
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterAll
  static void stop() {
    server.close();
    FileTrees.delete(folder);
  }

  private static RunProgram backup(Map<String, String> environment, String... words) {
    List<String> all = new ArrayList<>(List.of("--immediate-checkpoint"));
    all.addAll(List.of(words));
    return RunProgram.of(environment, "backup", all.toArray(String[]::new));
  }

  private static Map<String, String> byPassword() {
    return Map.of("PGPASSFILE", folder.resolve("passwords").toString());
  }

  private static String[] bySocket(String user, String... more) {
    String port = Integer.toString(server.port());
    List<String> words = new ArrayList<>(List.of("-h", socket, "-p", port, "-U", user));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static void assertSilentlyDone(RunProgram ran) {
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  /** The server archives into a folder, and nothing of it is in the store yet. */
  private static void assertBackedUp(RunProgram ran) {
    assertThat(ran.err().lines()).allMatch(line -> line.contains("done, but not recoverable yet"));
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  private static void assertRestoredWithoutArchiving(RunProgram ran) {
    assertThat(ran.err()).contains("The restored server does not archive its WAL");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  private static void archiveWal(String name) throws IOException {
    server.switchWal();
    String last = server.queryString("SELECT pg_walfile_name(pg_switch_wal())");
    Path complete = folder.resolve("wal").resolve(last);
    Await.until("WAL archived", Duration.ofSeconds(30), () -> isThere(last), complete::toString);
    try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
      for (Path file : files.sorted().toList()) {
        assertThat(RunProgram.of(Map.of(), "wal-archive", url, name, file.toString()).code())
            .isZero();
      }
    }
  }

  private static boolean isThere(String last) {
    return server
        .queryString(
            "SELECT coalesce(last_archived_wal, '') >= '%s' FROM pg_stat_archiver".formatted(last))
        .equals("t");
  }

  private static String[] words(Object... words) {
    return Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
  }

  @Test
  void aPeerOnTheSocketIsBackedUpAndTheCopyIsTheBackupAlone() {
    assertBackedUp(backup(Map.of(), bySocket("by_peer", "--zstd", "-n", "p", url, "peer")));
    Path target = folder.resolve("alone");
    Path spc = folder.resolve("alone-spc");
    assertSilentlyDone(
        RunProgram.of(
            Map.of(), "restore", words("--tablespace", "spc:" + spc, url, "peer", "p", target)));
    assertThat(target.resolve("backup_label")).exists();
    assertThat(target.resolve("global/pg_control")).exists();
    assertThat(target.resolve("pg_wal")).isDirectory();
    assertThat(target.resolve("recovery.signal")).doesNotExist();
    assertThat(target.resolve("pg_tblspc")).isDirectoryContaining(Files::isSymbolicLink);
    assertThat(spc).isNotEmptyDirectory();
    RunProgram again = RunProgram.of(Map.of(), "restore", words(url, "peer", "latest", target));
    assertThat(again.err()).contains("is not empty");
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void thePrimaryThatAStandbyNamesIsAskedToSwitchItsSegment() {
    try (PostgresServer standby = server.createStandby(folder.resolve("standby"))) {
      server.execute("SELECT pg_logical_emit_message(false, 'test', 'not at a boundary')");
      String before = segment();
      RunProgram ran = backup(Map.of(), "-d", standby.conninfo(), url, "standby");
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(segment()).isGreaterThan(before);
    }
  }

  private static String segment() {
    return server.queryString("SELECT pg_walfile_name(pg_current_wal_insert_lsn())");
  }

  @Test
  void aMissingArchiveAndAFullTablespaceDirectoryAreFailures() throws IOException {
    assertBackedUp(backup(Map.of(), bySocket("by_peer", "-n", "m", url, "holes")));
    Path target = folder.resolve("holes");
    RunProgram full = RunProgram.of(Map.of(), "restore", words(url, "holes", "m", target));
    assertThat(full.err()).contains("relocate the tablespace");
    assertThat(full.code()).isEqualTo(ExitCode.FAILED);
    try (Stream<Path> files = Files.walk(folder.resolve("store/holes/base"))) {
      Files.delete(files.filter(file -> file.endsWith("data.tar")).findFirst().orElseThrow());
    }
    String rule = "spc:" + folder.resolve("holes-spc");
    RunProgram missing =
        RunProgram.of(
            Map.of(), "restore", words("--tablespace", rule, url, "holes", "auto", target));
    assertThat(missing.err()).contains("has no data.tar");
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void passwordsComeFromTheFileOnSocketsAndOverTcp() {
    assertBackedUp(backup(byPassword(), bySocket("by_password", url, "file")));
    String dsn = "host=127.0.0.1 port=%d user=by_password dbname=postgres".formatted(server.port());
    assertBackedUp(backup(byPassword(), "-d", dsn, url, "file"));
    String uri = "postgresql://by_password@127.0.0.1:%d/postgres".formatted(server.port());
    assertBackedUp(backup(byPassword(), "-d", uri, "--gzip", url, "file"));
  }

  @Test
  void aWrongOrMissingPasswordIsAFailureThatDoesNotNameIt() {
    String[] words = bySocket("by_password", url, "wrong");
    RunProgram wrong = backup(Map.of("PGPASSWORD", "not-that-one"), words);
    assertThat(wrong.err()).contains("Cannot connect").doesNotContain("not-that-one");
    assertThat(wrong.code()).isEqualTo(ExitCode.FAILED);
    RunProgram missing = backup(Map.of("HOME", "/nowhere"), words);
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(folder.resolve("store/wrong")).doesNotExist();
  }

  @Test
  void verbosityShowsPhases() {
    RunProgram ran = backup(Map.of(), bySocket("by_peer", "-v", "--lz4", url, "verbose"));
    assertThat(ran.err()).contains("INFO: Backup: copying files").contains("100 %");
    assertThat(ran.code()).isZero();
  }

  @Test
  void postgresStartsOnARestoreToARestorePointWithStagedWal() throws IOException {
    assertBackedUp(backup(Map.of(), bySocket("by_peer", "--snappy", url, "staged")));
    server.execute(
        "CREATE TABLE staged AS SELECT 1 AS n",
        "SELECT pg_create_restore_point('here')",
        "INSERT INTO staged VALUES (2)");
    archiveWal("staged");
    Path target = folder.resolve("staged");
    String rule = "spc:" + folder.resolve("staged-spc");
    RunProgram plan =
        RunProgram.of(
            Map.of(), "restore", words("--plan", "--target-name", "here", url, "staged", "auto"));
    assertThat(plan.out()).contains("restore point 'here'");
    assertRestoredWithoutArchiving(
        RunProgram.of(
            Map.of(),
            "restore",
            words(
                "--write-recovery-settings",
                "--stage-wal",
                "--target-name",
                "here",
                "--tablespace",
                rule,
                "-J",
                1,
                url,
                "staged",
                "auto",
                target)));
    try (PostgresServer restored = started(target)) {
      assertThat(restored.queryLong("SELECT sum(n) FROM staged")).isEqualTo(1);
      assertThat(restored.queryLong("SELECT count(*) FROM u")).isEqualTo(10);
    }
  }

  private static PostgresServer started(Path target) {
    PostgresServer restored =
        PostgresServer.builder(VERSION).dataDirectory(target).noArchiving().start();
    restored.awaitPromotion(Duration.ofSeconds(60));
    return restored;
  }

  @Test
  void postgresFetchesItsWalWithOurProgram() throws IOException {
    assertBackedUp(backup(Map.of(), bySocket("by_peer", "--bzip2", url, "fetched")));
    server.execute("CREATE TABLE fetched AS SELECT 7 AS n");
    archiveWal("fetched");
    Path target = folder.resolve("fetched");
    String rule = "spc:" + folder.resolve("fetched-spc");
    Path log = folder.resolve("restore.log");
    int code =
        launch(
            log,
            "restore",
            "--write-recovery-settings",
            "--tablespace",
            rule,
            url,
            "fetched",
            "latest",
            target.toString());
    assertThat(code).as(Files.readString(log)).isZero();
    PostgresServer.ownedByServer(folder.resolve("store"));
    assertThat(Files.readString(target.resolve("postgresql.auto.conf")))
        .contains(BIN + "/barman-cloud-wal-restore --abort-recovery-on-failure");
    try (PostgresServer restored = started(target)) {
      assertThat(restored.queryLong("SELECT n FROM fetched")).isEqualTo(7);
    }
  }

  private static ChildProcess launched(Path log, String program, String... words) {
    List<String> command = new ArrayList<>(List.of(BIN + "/barman-cloud-" + program));
    command.addAll(List.of(words));
    return ChildProcess.start(ChildProcess.interruptible(command), Map.of(), log);
  }

  private static int launch(Path log, String program, String... words) {
    try (ChildProcess process = launched(log, program, words)) {
      process.awaitExit(Duration.ofMinutes(2));
      return process.exitCode();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsABackupLeavingNothingHalf(String signal) throws IOException {
    String name = "killed-by-" + signal;
    String[] words =
        bySocket("by_peer", "-v", "--max-bandwidth", "1MB", "--keepalive-interval", "1", url, name);
    Path log = folder.resolve(name + ".log");
    try (ChildProcess backup = launched(log, "backup", prepend("--immediate-checkpoint", words))) {
      Await.until(
          "copying", Duration.ofSeconds(60), () -> backup.log().contains("Copied"), backup::log);
      assertThat(backups()).isEqualTo(1);
      Await.until(
          "kept alive", Duration.ofSeconds(15), BackupAndRestoreIT::isKeptAlive, backup::log);
      backup.signal(signal);
      backup.awaitExit(Duration.ofSeconds(60));
      assertThat(backup.exitCode()).as(backup.log()).isEqualTo(ExitCode.FAILED);
      assertThat(backup.log()).contains("was cancelled while copying").doesNotContain("Moreover");
    }
    assertThat(backups()).isZero();
    try (Stream<Path> files = Files.walk(folder.resolve("store").resolve(name))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("backup.info", "system-identifier");
    }
    RunProgram list = RunProgram.of(Map.of(), "backup-list", url, name);
    assertThat(list.out()).contains("FAILED");
    RunProgram auto =
        RunProgram.of(Map.of(), "restore", words(url, name, "auto", folder.resolve("none")));
    assertThat(auto.code()).isEqualTo(ExitCode.FAILED);
  }

  private static boolean isKeptAlive() {
    String last = "SELECT query FROM pg_stat_activity WHERE application_name = '%s'";
    return server.queryString(last.formatted("barman_cloud_backup")).equals("SELECT 1");
  }

  private static String[] prepend(String first, String... rest) {
    return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
  }

  private static long backups() {
    return server.queryLong(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'barman_cloud_backup'");
  }

  private static Map<String, String> hookAfter(Path taken, Path info) {
    return Map.of(
        "BARMAN_HOOK",
        "backup_retry_script",
        "BARMAN_PHASE",
        "post",
        "BARMAN_STATUS",
        "DONE",
        "BARMAN_BACKUP_DIR",
        folder.resolve("taken").toString(),
        "BARMAN_BACKUP_ID",
        taken.getFileName().toString(),
        "BARMAN_BACKUP_INFO_PATH",
        info.toString());
  }

  @Test
  void aBackupThatBarmanTookIsSentOn() throws IOException {
    assertBackedUp(backup(Map.of(), bySocket("by_peer", "-n", "taken", url, "taken")));
    Path taken = asBarmanHasIt();
    Path info = folder.resolve("taken/backup.info");
    Map<String, String> hook = hookAfter(taken, info);
    String[] sending = words("--zstd", "-S", "5MB", url, "sent");
    assertSilentlyDone(RunProgram.of(hook, "backup", sending));
    Path sent = folder.resolve("store/sent/base").resolve(taken.getFileName());
    assertThat(Files.readAllLines(sent.resolve("backup.info")))
        .isEqualTo(
            Files.readAllLines(info).stream().filter(l -> !l.startsWith("copy_stats=")).toList());
    assertSilentlyDone(RunProgram.of(hook, "backup", sending));
    archiveWal("sent");
    Path target = folder.resolve("sent-restored");
    String rule = "spc:" + folder.resolve("sent-spc");
    assertRestoredWithoutArchiving(
        RunProgram.of(
            Map.of(),
            "restore",
            words(
                "--write-recovery-settings",
                "--stage-wal",
                "--tablespace",
                rule,
                url,
                "sent",
                "taken",
                target)));
    try (PostgresServer restored = started(target)) {
      assertThat(restored.queryLong("SELECT count(*) FROM u")).isEqualTo(10);
    }
    Files.writeString(info, Files.readString(info) + "\n");
    RunProgram other = RunProgram.of(hook, "backup", sending);
    assertThat(other.err()).contains("another backup with this id");
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
    Files.writeString(info, Files.readString(info).replace("compression=None", "compression=gzip"));
    assertThat(RunProgram.of(hook, "backup", sending).code()).isEqualTo(ExitCode.OTHER);
  }

  /**
   * Lays the backup of the server "taken" out as on a Barman server; returns where it came from.
   */
  private static Path asBarmanHasIt() throws IOException {
    Path base;
    try (Stream<Path> all = Files.list(folder.resolve("store/taken/base"))) {
      base = all.findFirst().orElseThrow();
    }
    String oid = server.queryString("SELECT oid FROM pg_tablespace WHERE spcname = 'spc'");
    Path directory = Files.createDirectory(folder.resolve("taken"));
    assertSilentlyDone(
        RunProgram.of(
            Map.of(),
            "restore",
            words(
                "--tablespace",
                "spc:" + directory.resolve(oid),
                url,
                "taken",
                "taken",
                directory.resolve("data"))));
    Files.delete(directory.resolve("data/pg_tblspc").resolve(oid));
    Files.copy(base.resolve("backup.info"), directory.resolve("backup.info"));
    return base;
  }
}
