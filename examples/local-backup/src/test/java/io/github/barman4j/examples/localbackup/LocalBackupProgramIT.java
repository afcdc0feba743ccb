/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The installed program beside a real server that archives by it. */
class LocalBackupProgramIT {

  private static final int VERSION = 17;
  private static final Pattern DONE = Pattern.compile("Backup (\\d{8}T\\d{6}) of main is DONE\n");

  private static Installation installed;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    installed = new Installation();
    installed.configure("host=/nowhere", "");
    server = installed.archiving(VERSION).start();
    installed.configure(server.conninfo(), "reuse_backup = link\nparallel_jobs = 2");
    server.createTablespace("fast", installed.target("fast"));
    server.execute(
        "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n",
        "CREATE TABLE u TABLESPACE fast AS SELECT generate_series(1, 10) AS n");
  }

  @AfterAll
  static void stop() {
    server.close();
    installed.close();
  }

  private static String done(CommandResult result, Object... about) {
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.stdout();
  }

  private static String backUp(Object... words) {
    String said = done(installed.run("backup", words));
    Matcher matcher = DONE.matcher(said);
    assertThat(matcher.matches()).as(said).isTrue();
    return matcher.group(1);
  }

  @Test
  void aLinkedBackupIsRestoredToAPointInTimeAndStarts() {
    String first = backUp("--name", "before");
    server.execute("INSERT INTO t VALUES (1001)", "SELECT pg_create_restore_point('here')");
    String second = backUp();
    server.execute("INSERT INTO t VALUES (1002)");
    server.switchWal();

    String text = done(installed.run("list"));
    assertThat(text.lines().filter(line -> line.contains(" DONE "))).hasSizeGreaterThanOrEqualTo(2);
    assertThat(text).containsSubsequence(second, first, "before");
    String json = done(installed.run("list", "--format", "json"));
    assertThat(json).contains("\"backup_id\": \"" + first + "\"", "\"backup_name\": \"before\"");
    assertThat(number(json, second, "deduplicated_size_bytes"))
        .isLessThan(number(json, second, "size_bytes") / 2);

    Path target = installed.target("point");
    done(
        installed.run(
            "restore",
            "before",
            target,
            "--target-name",
            "here",
            "--tablespace",
            "fast:" + installed.target("point-fast")));
    try (PostgresServer restored = startIn(target)) {
      assertThat(restored.queryLong("SELECT max(n) FROM t")).isEqualTo(1001);
      assertThat(restored.queryLong("SELECT count(*) FROM u")).isEqualTo(10);
    }
  }

  private static PostgresServer startIn(Path target) {
    PostgresServer restored =
        PostgresServer.builder(VERSION).dataDirectory(target).noArchiving().start();
    restored.awaitPromotion(Duration.ofMinutes(1));
    return restored;
  }

  private static long number(String json, String backup, String key) {
    Matcher matcher = Pattern.compile("\"" + backup + "\".*?\"" + key + "\": (\\d+)").matcher(json);
    assertThat(matcher.find()).as(json).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void aDeltaRestoreFetchesItsWalByTheProgramAndWritesWhatDiffers() throws IOException {
    String backup = backUp();
    Path target = installed.target("delta");
    String fast = "fast:" + installed.target("delta-fast");
    done(installed.run("restore", backup, target, "--tablespace", fast));
    Files.writeString(target.resolve("PG_VERSION"), "changed");
    Files.writeString(target.resolve("stray"), "");
    String plan =
        done(
            installed.run("restore", backup, target, "--tablespace", fast, "--delta", "--dry-run"));
    assertThat(plan).contains("PG_VERSION", "stray");
    assertThat(target.resolve("stray")).exists();
    done(installed.run("restore", backup, target, "--tablespace", fast, "--delta", "--get-wal"));
    assertThat(target.resolve("stray")).doesNotExist();
    assertThat(target.resolve("PG_VERSION")).hasContent("17");
    try (PostgresServer restored = startIn(target)) {
      assertThat(restored.queryLong("SELECT count(*) FROM u")).isEqualTo(10);
      assertThat(restored.log()).contains("restored log file");
    }
  }

  @Test
  void checkTellsWhetherAllIsWell() throws IOException {
    backUp();
    CommandResult text = installed.run("check");
    assertThat(text.stdout()).contains("PostgreSQL: OK", "systemid coherence: OK");
    assertThat(text.exitCode()).as("%s", text).isZero();
    CommandResult json = installed.run("check", "-f", "JSON");
    assertThat(json.stdout()).startsWith("{\"main\": {").contains("\"status\": \"OK\"");
    installed.configure(server.conninfo(), "minimum_redundancy = 99");
    try {
      CommandResult failed = installed.run("check");
      assertThat(failed.stdout()).contains("FAILED");
      assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED);
    } finally {
      installed.configure(server.conninfo(), "reuse_backup = link\nparallel_jobs = 2");
    }
  }

  @Test
  void aKeptBackupStaysUntilItIsReleasedAndDeleted() throws IOException {
    String backup = backUp();
    done(installed.run("keep", backup, "--target", "full"));
    CommandResult refused = installed.run("delete", backup);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.stderr()).contains(backup);
    assertThat(done(installed.run("keep", backup, "--status"))).contains("kept, full");
    done(installed.run("keep", backup, "--release"));
    assertThat(done(installed.run("delete", backup, "--dry-run"))).contains(backup);
    assertThat(installed.serverDirectory().resolve("base").resolve(backup)).exists();
    assertThat(done(installed.run("delete", backup))).contains("Deleted backup " + backup);
    assertThat(installed.serverDirectory().resolve("base").resolve(backup)).doesNotExist();
  }

  @Test
  void retentionTellsFirstAndDeletesThen() {
    String old = backUp();
    backUp();
    String policy = "REDUNDANCY 1";
    assertThat(done(installed.run("retention", "--policy", policy, "--dry-run")))
        .contains("delete backup " + old);
    assertThat(done(installed.run("list"))).contains(old);
    assertThat(done(installed.run("retention", "--policy", policy)))
        .contains("Deleted backup " + old);
    assertThat(done(installed.run("list"))).doesNotContain(old);
    CommandResult none = installed.run("retention");
    assertThat(none.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(none.stderr()).contains("no retention_policy");
  }

  @Test
  void aBackupIsVerifiedAndADamagedOneIsNot() throws IOException {
    String backup = backUp("--reuse-backup", "off");
    assertThat(done(installed.run("verify", backup))).contains(backup);
    Path data = installed.serverDirectory().resolve("base").resolve(backup).resolve("data");
    try (Stream<Path> files = Files.list(data.resolve("global"))) {
      Path victim = files.filter(file -> file.endsWith("pg_control")).findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(victim);
      content[100] ^= 1;
      Files.write(victim, content);
    }
    CommandResult damaged = installed.run("verify", backup);
    assertThat(damaged.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(damaged.stdout()).contains("pg_control");
    done(installed.run("delete", backup));
  }

  @Test
  void anotherUserIsRefusedAndToldHowToBeTheRightOne() {
    assumeTrue(ServerUser.current().isSwitched(), "this JVM is no other user");
    backUp();
    for (String command : List.of("list", "check", "backup", "archive-wal", "retention")) {
      CommandResult refused = installed.runAsSelf(command);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(refused.stdout()).isEmpty();
      assertThat(refused.stderr())
          .contains("user " + System.getProperty("user.name"))
          .containsPattern("runuser -u \\w+ -- local-backup");
    }
  }

  @Test
  void aSignalEndsABackupThatIsListedAsFailed() throws Exception {
    installed.configure(server.conninfo(), "bandwidth_limit = 64");
    Path log = installed.target("log");
    List<String> command =
        ChildProcess.interruptible(ServerUser.current().command(installed.command("backup")));
    try (ChildProcess backup = ChildProcess.start(command, installed.environment(), log)) {
      Await.until(
          "copying", Duration.ofMinutes(1), () -> read(log).contains("copying"), () -> read(log));
      backup.signal("INT");
      backup.awaitExit(Duration.ofMinutes(1));
      assertThat(backup.exitCode()).isEqualTo(ExitCode.CANCELLED);
    } finally {
      installed.configure(server.conninfo(), "reuse_backup = link\nparallel_jobs = 2");
    }
    assertThat(done(installed.run("list"))).contains("FAILED");
    done(installed.run("delete", "last-failed"));
    assertThat(
            server.queryLong(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'local-backup'"))
        .isZero();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, UTF_8) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aDryRunTellsWhatWouldBeCopiedAndWritesNothing() {
    String before = done(installed.run("list"));
    assertThat(done(installed.run("backup", "--dry-run"))).contains("to copy", "PostgreSQL 17");
    assertThat(done(installed.run("backup", "--dry-run", "-f", "json"))).contains("\"copied\": {");
    assertThat(done(installed.run("list"))).isEqualTo(before);
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() throws IOException {
    installed.configure(server.conninfo(), "parallel_jobs = many\npre_backup_script = /bin/true");
    CommandResult wrong = installed.run("list");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.stderr()).contains(installed.configuration() + ":7: [main] parallel_jobs: ");
    installed.configure(server.conninfo(), "pre_backup_script = /bin/true\nlog_level = INFO");
    CommandResult warned = installed.run("list");
    assertThat(warned.exitCode()).isZero();
    assertThat(warned.stderr())
        .contains("warning: ", "pre_backup_script")
        .doesNotContain("log_level");
    installed.configure(server.conninfo(), "reuse_backup = link\nparallel_jobs = 2");
    assertThat(installed.run("restore", "latest").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(installed.run("nonsense").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
