/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The locks of backups and deletions, held by real Barman, whom a hook script keeps waiting, and by
 * us. Those of WAL are in {@link LocalWalBarmanIT}.
 */
class BarmanLocksIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MAJOR = 15;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void aBackupOfBarmansRefusesOursUntilItIsKilled(BarmanServerCli program) throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, MAJOR, program)) {
      makeReady(lab);
      try (ChildProcess barman = waiting(lab, "pre_backup_script", "backup", LocalLab.SERVER)) {
        assertThatThrownBy(lab::backUpOurselves)
            .isInstanceOf(ServerLockedException.class)
            .hasMessageContaining(".main-backup.lock")
            .hasMessageContaining("Try again");
        barman.kill();
      }
      assertThat(lab.done()).isEmpty();
      BackupId next = lab.backUpOurselves();
      assertThat(lab.done()).containsExactly(next);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void aBackupOfOursRefusesBarmansUntilItHasEnded(BarmanServerCli program) throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, MAJOR, program)) {
      makeReady(lab);
      try (HeldLock held = locks(lab).backup()) {
        assertThat(held).isNotNull();
        CommandResult refused = lab.barman().run("backup", LocalLab.SERVER);
        assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
        assertThat(refused.stdout() + refused.stderr())
            .contains("Another backup process is running");
      }
      assertThat(lab.done()).isEmpty();
      assertThat(lab.backUpWithBarman()).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void aDeletionOfBarmansRefusesOursUntilItIsKilled(BarmanServerCli program) throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, MAJOR, program)) {
      makeReady(lab);
      BackupId id = lab.backUpOurselves();
      lab.backUpOurselves();
      try (ChildProcess barman =
          waiting(lab, "pre_delete_script", "delete", LocalLab.SERVER, id.value())) {
        assertThatThrownBy(() -> lab.ours().retention().delete(BackupSelector.id(id)))
            .isInstanceOf(ServerLockedException.class);
        barman.kill();
      }
      assertThat(lab.ours().catalog().find(BackupSelector.id(id))).isPresent();
      lab.ours().retention().delete(BackupSelector.id(id));
      assertThat(lab.ours().catalog().find(BackupSelector.id(id))).isEmpty();
      assertThat(lab.done()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void whatWeModifyBarmanDoesNotDelete(BarmanServerCli program) throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, MAJOR, program)) {
      makeReady(lab);
      BackupId id = lab.backUpOurselves();
      lab.backUpOurselves();
      try (HeldLock held = locks(lab).backup(id)) {
        assertThat(held).isNotNull();
        CommandResult refused = lab.barman().run("delete", LocalLab.SERVER, id.value());
        assertThat(refused.stdout() + refused.stderr()).contains("lock");
      }
      assertThat(lab.done()).contains(id).hasSize(2);
      lab.barman().run("delete", LocalLab.SERVER, id.value()).orThrow();
      assertThat(lab.done()).doesNotContain(id).hasSize(1);
    }
  }

  private static void makeReady(LocalLab lab) {
    lab.archiveAll();
    lab.barman().run("archive-wal", LocalLab.SERVER).orThrow();
  }

  private static ServerLocks locks(LocalLab lab) {
    return new ServerLocks(lab.home(), LocalLab.SERVER);
  }

  /** Starts Barman and returns when its hook script runs, which ends after the test. */
  private ChildProcess waiting(LocalLab lab, String hook, String... arguments) {
    Path reached = ServerUserDirectories.make(directory.resolve("hook")).resolve("reached");
    String script = "sh -c 'touch " + reached + "; sleep 300'";
    ChildProcess barman =
        lab.barman().with(hook, script).start(directory.resolve("barman-log"), arguments);
    Await.until("hook script", PATIENCE, () -> Files.exists(reached), barman::log);
    return barman;
  }
}
