/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deletions and whoever else works on the server directory, Barman or ours. */
class DeletionLocksTest {

  private static final int BUSY = 75;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final String C = "20260303T100000";

  @TempDir Path home;
  @TempDir Path logs;
  private SyntheticServer server;

  @BeforeEach
  void makeThree() throws IOException {
    server = new SyntheticServer(home, Layout.UNIVERSAL);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "1/20", "1/21");
    server.backup(C, "1/30", "1/31");
    server.wal(1, 0x10, 0x33);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", A})
  void aDeletionIsRefusedWhileALockIsHeldAndWorksWhenTheHolderIsKilled(String lock) {
    try (ChildProcess holder = hold(lock)) {
      assertThatThrownBy(() -> server.retention().delete(id(A)))
          .isInstanceOf(ServerLockedException.class)
          .hasMessageContaining("." + "main-" + lock + ".lock");
      assertThat(server.backups()).containsExactly(A, B, C);
      holder.kill();
    }
    server.retention().delete(id(A));
    assertThat(server.backups()).containsExactly(B, C);
    assertThat(file(A)).doesNotExist();
  }

  @Test
  void aPolicyGoesOnWithoutTheBackupThatSomebodyElseModifies() {
    LocalRetentionResult result;
    try (ChildProcess holder = hold(A)) {
      assertThat(holder.isAlive()).isTrue();
      result = server.retention().apply(server.retention().plan(RetentionPolicy.redundancy(1)));
    }
    assertThat(result.failedBackups()).containsOnlyKeys(BackupId.of(A));
    assertThat(result.failedBackups().get(BackupId.of(A)))
        .isInstanceOf(ServerLockedException.class);
    assertThat(result.deletedBackups()).containsExactly(BackupId.of(B));
    assertThat(result.wal().files()).as("the first backup is still there").isZero();
    assertThat(server.backups()).containsExactly(A, C);
  }

  @Test
  void anUnfinishedBackupIsTakenToBeRunningAsLongAsTheLockIsHeld() throws Exception {
    String running = "20260304T100000";
    server.backup(running, "1/32", "1/33", BackupStatus.STARTED);
    try (ChildProcess holder = hold("backup")) {
      assertThatThrownBy(() -> server.retention().planDelete(id(running)))
          .isInstanceOf(BackupProtectedException.class)
          .hasMessageContaining("it is running");
      assertThat(dead()).isEqualTo(CheckItem.Status.OK);
      holder.kill();
    }
    assertThat(dead()).isEqualTo(CheckItem.Status.FAILED);
    server.retention().delete(id(running));
    assertThat(server.backups()).containsExactly(A, B, C);
  }

  private CheckItem.Status dead() {
    return server.check(CheckOptions.defaults()).find("dead backups").orElseThrow().status();
  }

  @Test
  void othersFindBothLocksBusyWhileADeletionRuns() throws Exception {
    try (ChildProcess holder = hold("xlogdb")) {
      CompletableFuture<LocalRetentionResult> deletion =
          CompletableFuture.supplyAsync(() -> server.retention().delete(id(A)));
      await().atMost(PATIENCE).until(() -> tryFlock("backup") == BUSY);
      await().atMost(PATIENCE).until(() -> tryFlock(A) == BUSY);
      assertThat(deletion).isNotDone();
      assertThat(server.info(A).status()).isEqualTo(BackupStatus.FAILED);
      holder.kill();
      deletion.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(tryFlock("backup")).isZero();
    assertThat(server.backups()).containsExactly(B, C);
  }

  private static BackupSelector id(String id) {
    return BackupSelector.id(BackupId.of(id));
  }

  private Path file(String lock) {
    return home.resolve(".main-" + lock + ".lock");
  }

  private ChildProcess hold(String lock) {
    List<String> command =
        List.of("flock", "-x", "-n", file(lock).toString(), "sh", "-c", "echo held; exec sleep 60");
    ChildProcess holder = ChildProcess.start(command, Map.of(), logs.resolve("log-" + lock));
    await().atMost(PATIENCE).until(() -> holder.log().contains("held"));
    return holder;
  }

  private int tryFlock(String lock) {
    return ExternalCommand.of(
            List.of("flock", "-x", "-n", "-E", "" + BUSY, file(lock).toString(), "true"))
        .run()
        .exitCode();
  }
}
