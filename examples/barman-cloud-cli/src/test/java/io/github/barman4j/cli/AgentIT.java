/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent and its clients, as processes, with an archive in a directory. */
class AgentIT {

  private static final Path BIN = Path.of("target", "dist", "bin").toAbsolutePath();
  private static final Path LIB = BIN.resolveSibling("lib");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final WalSegments SEGMENTS =
      WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(1 << 20));

  @TempDir private Path dir;
  private Path socket;
  private Path store;
  private ChildProcess agent;

  @BeforeEach
  void start() throws IOException {
    socket = dir.resolve("agent");
    store = dir.resolve("store");
    Files.createDirectories(dir.resolve("pg_wal/archive_status"));
    agent = startAgent();
    awaitSocket();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private ChildProcess startAgent() {
    List<String> command = List.of(BIN.resolve("barman-cloud-agent").toString(), "-v");
    return ChildProcess.start(command, environment(), dir.resolve("agent.log"));
  }

  private Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME", System.getProperty("java.home"), "BARMAN4J_AGENT", socket.toString());
  }

  private void awaitSocket() {
    Await.until("the agent listens", PATIENCE, () -> Files.exists(socket), agent::log);
  }

  private CommandResult run(String program, String... words) {
    return run(Map.of(), program, words);
  }

  private CommandResult run(Map<String, String> more, String program, String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"));
    command.addAll(List.of(dir.toString(), BIN.resolve(program).toString()));
    command.addAll(List.of(words));
    Map<String, String> all = new HashMap<>(environment());
    all.putAll(more);
    return ExternalCommand.of(command).withEnvironment(all).run();
  }

  private String url() {
    return "file://" + store;
  }

  private Path segment(int number) {
    return SEGMENTS.write(dir.resolve("pg_wal"), name(number));
  }

  private static WalSegmentName name(int number) {
    return WalSegmentName.parse("0000000100000000%08X".formatted(number));
  }

  private CommandResult archive(int number) {
    return run("barman-cloud-wal-archive", url(), "s", "pg_wal/" + name(number));
  }

  private Path archived(int number) {
    return store.resolve("s/wals/0000000100000000/" + name(number));
  }

  @Test
  void filesAreArchivedAndFetchedRelativeToTheCallersDirectory() {
    Path source = segment(1);
    assertThat(archive(1).orThrow().stderr()).isEmpty();
    assertThat(archived(1)).hasSameBinaryContentAs(source);
    run("barman-cloud-wal-restore", url(), "s", name(1).toString(), "pg_wal/RECOVERYXLOG")
        .orThrow();
    assertThat(dir.resolve("pg_wal/RECOVERYXLOG")).hasSameBinaryContentAs(source);
    assertThat(dir.resolve("pg_wal").toFile().list((d, name) -> name.startsWith("."))).isEmpty();
  }

  @Test
  void whatADeadAgentLeftForItsClientsGoes() throws IOException {
    Path old = Files.createFile(dir.resolve("pg_wal/.barman4j-agent-old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Path fresh = Files.createFile(dir.resolve("pg_wal/.barman4j-agent-fresh"));
    run("barman-cloud-wal-restore", url(), "s", name(9).toString(), "pg_wal/x");
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void filesThatPostgresHasMarkedAreArchivedBeforeItAsks() throws IOException {
    for (int number = 1; number <= 4; number++) {
      segment(number);
      Files.createFile(dir.resolve("pg_wal/archive_status/" + name(number) + ".ready"));
    }
    archive(1).orThrow();
    Await.until("four are there", PATIENCE, () -> Files.exists(archived(4)), agent::log);
    archive(2).orThrow();
  }

  @Test
  void exitCodesAndMessagesComeFromTheAgent() {
    segment(1);
    archive(1).orThrow();
    CommandResult absent =
        run("barman-cloud-wal-restore", url(), "s", name(9).toString(), "pg_wal/x");
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.stderr()).contains("[" + agent.pid() + "] ERROR:", "does not exist");
    assertThat(run("barman-cloud-wal-archive", "--no-such", url(), "s", "x").exitCode())
        .isEqualTo(3);
    assertThat(run("barman-cloud-wal-archive", "--version").stdout())
        .isEqualTo("barman-cloud-wal-archive 3.20.1\n");
  }

  @Test
  void theAgentTellsAbsentFromFailedToAClientThatAborts() {
    Map<String, String> abort = Map.of(RecoveryAbort.VARIABLE, "yes");
    segment(1);
    archive(1).orThrow();
    CommandResult absent =
        run(abort, "barman-cloud-wal-restore", url(), "s", name(9).toString(), "pg_wal/x");
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.stderr()).contains("[" + agent.pid() + "] ERROR:", "does not exist");
    CommandResult usage = run(abort, "barman-cloud-wal-restore", url(), "s", "no WAL", "x");
    assertThat(usage.exitCode()).isEqualTo(126);
  }

  @Test
  void aClientWithOtherCredentialsDoesItItself() {
    segment(1);
    CommandResult result =
        run(
            Map.of("AWS_ACCESS_KEY_ID", "another"),
            "barman-cloud-wal-archive",
            "-v",
            url(),
            "s",
            "pg_wal/" + name(1));
    assertThat(result.orThrow().stderr()).doesNotContain("[" + agent.pid() + "]");
    assertThat(archived(1)).exists();
    assertThat(agent.log()).doesNotContain("another");
  }

  @Test
  void aDeadAgentIsNotMissedAndItsSocketIsTakenOver() {
    agent.kill();
    agent.awaitExit(PATIENCE);
    assertThat(socket).exists();
    segment(1);
    archive(1).orThrow();
    assertThat(archived(1)).exists();
    agent = startAgent();
    Await.until("it listens", PATIENCE, () -> agent.log().contains("Listening"), agent::log);
    segment(2);
    assertThat(archive(2).orThrow().exitCode()).isZero();
  }

  @Test
  void anAgentThatHangsIsNotWaitedFor() {
    Path source = segment(1);
    agent.signal("STOP");
    try {
      Map<String, String> hasty = Map.of("BARMAN4J_AGENT_PATIENCE", "1");
      run(hasty, "barman-cloud-wal-archive", url(), "s", source.toString()).orThrow();
      assertThat(archived(1)).exists();
      CommandResult java = client(hasty, "java", "barman-cloud-wal-archive", url(), "s", "x");
      assertThat(java.exitCode()).isEqualTo(125);
    } finally {
      agent.signal("CONT");
    }
  }

  @Test
  void aSecondAgentIsRefused() {
    CommandResult second = run("barman-cloud-agent");
    assertThat(second.exitCode()).isEqualTo(4);
    assertThat(second.stderr()).contains("Another agent listens on " + socket);
    segment(1);
    archive(1).orThrow();
  }

  @Test
  void sigtermEndsItAndRemovesSocketAndSpool() {
    segment(1);
    archive(1).orThrow();
    run("barman-cloud-wal-restore", url(), "s", name(1).toString(), "x").orThrow();
    agent.signal("TERM");
    agent.awaitExit(PATIENCE);
    assertThat(socket).doesNotExist();
    assertThat(dir.resolve("agent.spool").toFile().list()).isIn(null, new String[0]);
    segment(2);
    archive(2).orThrow();
  }

  @Test
  void onlyItsOwnerCanTalkToIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"perl", "java"})
  void bothClientsGetTheSame(String client) {
    assumeTrue(
        client.equals("java") || Files.isExecutable(Path.of("/usr/bin/perl")), "There is no Perl");
    Path source = segment(1);
    CommandResult archived =
        client(client, "barman-cloud-wal-archive", url(), "s", source.toString());
    assertThat(archived.exitCode()).as(archived.toString()).isZero();
    Path to = dir.resolve("to ünd");
    CommandResult fetched =
        client(client, "barman-cloud-wal-restore", url(), "s", name(1).toString(), to.toString());
    assertThat(fetched.exitCode()).as(fetched.toString()).isZero();
    assertThat(to).hasSameBinaryContentAs(source);
    CommandResult wrong = client(client, "barman-cloud-wal-restore", url(), "s", "x", "y");
    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.stderr()).contains("invalid name");
    assertThat(client(client, "barman-cloud-backup-list", url(), "s").exitCode()).isEqualTo(125);
    agent.kill();
    agent.awaitExit(PATIENCE);
    assertThat(client(client, "barman-cloud-wal-archive", url(), "s", source.toString()).exitCode())
        .isEqualTo(125);
  }

  private CommandResult client(String client, String... words) {
    return client(Map.of(), client, words);
  }

  private CommandResult client(Map<String, String> more, String client, String... words) {
    List<String> command =
        new ArrayList<>(
            client.equals("perl")
                ? List.of("/usr/bin/perl", LIB.resolve("agent-client.pl").toString())
                : List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dsun.jnu.encoding=UTF-8",
                    "-Dfile.encoding=UTF-8",
                    "-cp",
                    LIB.resolve("barman-cloud-cli.jar").toString(),
                    "io.github.barman4j.cli.agent.AgentClient"));
    command.addAll(List.of(words));
    Map<String, String> all = new HashMap<>(environment());
    all.putAll(more);
    all.put("LC_ALL", "C.UTF-8");
    return ExternalCommand.of(command).withEnvironment(all).run();
  }
}
