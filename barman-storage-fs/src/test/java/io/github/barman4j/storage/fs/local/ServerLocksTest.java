/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.ExternalCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code flock(1)} of util-linux stands for Barman: both use the same system call. */
class ServerLocksTest {

  private static final int BUSY = 75;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BackupId ID = BackupId.of("20260301T101500");

  @TempDir Path directory;

  private ServerLocks locks() {
    return new ServerLocks(directory, "main");
  }

  private Path file(String name) {
    return directory.resolve(".main-" + name + ".lock");
  }

  @Test
  void eachLockHasBarmansNameModeAndOurProcessId() throws Exception {
    CancellationToken never = new CancellationToken();
    try (HeldLock backup = locks().backup();
        HeldLock one = locks().backup(ID);
        HeldLock wal = locks().tryArchiveWal().orElseThrow();
        HeldLock catalogue = locks().catalogue(never)) {
      assertThat(List.of(backup, one, wal, catalogue)).doesNotContainNull();
      for (String name : List.of("backup", ID.value(), "archive-wal", "xlogdb")) {
        assertThat(file(name)).hasContent(ProcessHandle.current().pid() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void whatAnotherProcessHoldsIsRefusedUntilThatIsKilled() {
    try (ChildProcess holder = hold("backup")) {
      assertThatThrownBy(() -> locks().backup())
          .isInstanceOf(ServerLockedException.class)
          .hasMessageContaining(file("backup").toString())
          .hasMessageContaining("process 4711")
          .hasMessageContaining("Try again");
      holder.kill();
    }
    locks().backup().close();
  }

  @Test
  void theLocksOfOneBackupAndOfWalAreTriedAndNotAwaited() {
    try (ChildProcess one = hold(ID.value());
        ChildProcess wal = hold("archive-wal")) {
      assertThat(one.isAlive()).isTrue();
      assertThat(wal.isAlive()).isTrue();
      assertThat(locks().tryBackup(ID)).isEmpty();
      assertThatThrownBy(() -> locks().backup(ID)).isInstanceOf(ServerLockedException.class);
      assertThat(locks().tryArchiveWal()).isEmpty();
    }
  }

  @Test
  void theCatalogueIsWaitedFor() throws Exception {
    try (ChildProcess holder = hold("xlogdb")) {
      CompletableFuture<HeldLock> waiting =
          CompletableFuture.supplyAsync(() -> locks().catalogue(new CancellationToken()));
      Thread.sleep(200);
      assertThat(waiting).isNotDone();
      holder.kill();
      waiting.get(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).close();
    }
  }

  @Test
  void waitingEndsWhenItIsCancelled() {
    CancellationToken cancellation = new CancellationToken();
    try (ChildProcess holder = hold("xlogdb")) {
      assertThat(holder.isAlive()).isTrue();
      cancellation.cancel();
      assertThatThrownBy(() -> locks().catalogue(cancellation))
          .isInstanceOf(OperationCancelledException.class);
    }
  }

  @Test
  void whatWeHoldIsBusyForOthersUntilItIsClosed() {
    HeldLock held = locks().backup();
    assertThat(tryFlock("backup")).isEqualTo(BUSY);
    held.close();
    held.close();
    assertThat(tryFlock("backup")).isZero();
  }

  @Test
  void ourKilledProcessHoldsNothing() throws Exception {
    Path log = directory.resolve("log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            directory.toString());
    try (ChildProcess child = ChildProcess.start(command, Map.of(), log)) {
      await().atMost(PATIENCE).until(() -> child.log().contains("held"));
      assertThat(tryFlock("backup")).isEqualTo(BUSY);
      assertThatThrownBy(() -> locks().backup())
          .isInstanceOf(ServerLockedException.class)
          .hasMessageContaining("process " + child.pid());
      child.kill();
    }
    locks().backup().close();
  }

  @Test
  void programsThatWeStartDoNotInheritALock() {
    HeldLock held = locks().backup();
    Path log = directory.resolve("log");
    try (ChildProcess child = ChildProcess.start(List.of("sleep", "60"), Map.of(), log)) {
      assertThat(child.isAlive()).isTrue();
      held.close();
      locks().backup().close();
    }
  }

  @Test
  void threadsOfOneProcessExcludeEachOther() {
    try (HeldLock held = locks().backup()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> locks().backup()).isInstanceOf(ServerLockedException.class);
    }
  }

  /** Barman's cron does that with each lock file that nobody holds. */
  @Test
  void aLockWhoseFileIsUnlinkedAllTheTimeIsTakenAllTheSame() throws Exception {
    String loop = "while :; do rm -f '" + file("backup") + "'; done";
    Path log = directory.resolve("log");
    try (ChildProcess cron = ChildProcess.start(List.of("sh", "-c", loop), Map.of(), log)) {
      for (int i = 0; i < 20; i++) {
        locks().backup().close();
      }
      assertThat(cron.isAlive()).isTrue();
    }
  }

  @Test
  void aLockThatLostItsNameIsNotTakenForTheNewOne() throws Exception {
    try (HeldLock old = locks().backup()) {
      old.unlink();
      try (HeldLock renewed = locks().backup()) {
        assertThat(renewed).isNotNull();
        assertThat(tryFlock("backup")).isEqualTo(BUSY);
      }
    }
  }

  private ChildProcess hold(String name) {
    String held = "echo 4711 > \"$0\"; echo held; exec sleep 60";
    List<String> command =
        List.of(
            "flock", "-x", "-n", "-F", file(name).toString(), "sh", "-c", held, "" + file(name));
    ChildProcess holder = ChildProcess.start(command, Map.of(), directory.resolve("log-" + name));
    await().atMost(PATIENCE).until(() -> holder.log().contains("held"));
    return holder;
  }

  private int tryFlock(String name) {
    return ExternalCommand.of(
            List.of("flock", "-x", "-n", "-E", "" + BUSY, file(name).toString(), "true"))
        .run()
        .exitCode();
  }
}
