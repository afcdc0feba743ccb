/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that the archive of a real cluster does not reach are refused while planning. */
class UnreachableTargetsIT {

  @TempDir private Path wal;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ServerContext context =
      new ServerContext(
          new MemoryObjectStore("targets"), "main", threads, Clock.systemDefaultZone());
  private final WalArchive archive = new WalArchive(context, WalOptions.builder().build());
  private final Restore restore = new Restore(context, new BackupCatalog(context), archive);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void eachKindOfTargetOutsideOfTheArchiveIsRefused() throws Exception {
    BackupInfo backup = backUp();
    Lsn begin = backup.beginLsn().orElseThrow();
    Lsn beyond = restore.plan(RecoveryTarget.latest()).wal().get(0).endLsn().plus(1 << 30);

    expectNo(RecoveryTarget.lsn(begin), "before the end of the oldest backup");
    expectNo(
        RecoveryTarget.time(backup.beginTime().orElseThrow().toInstant()),
        "before the end of the oldest backup");
    expectNo(RecoveryTarget.lsn(beyond), "ends before");
    expectNo(
        RecoveryTarget.time(Clock.systemUTC().instant().plusSeconds(3600)), "newest transaction");
    expectNo(RecoveryTarget.xid(999_999), "not in the WAL");
    expectNo(RecoveryTarget.restorePoint("never made"), "not in the WAL");
    expectNo(RecoveryTarget.restorePoint("before"), "not in the WAL");
    RestoreRequest elsewhere =
        RestoreRequest.to(RecoveryTarget.latest()).along(RecoveryTimeline.of(TimelineId.of(7)));
    assertThatThrownBy(() -> restore.plan(elsewhere))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("Timeline 7");
    assertThat(restore.plan(RecoveryTarget.restorePoint("after")).found()).contains("after");
  }

  private void expectNo(RecoveryTarget target, String reason) {
    assertThatThrownBy(() -> restore.plan(target))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining(target.describe())
        .hasMessageContaining(reason);
  }

  private BackupInfo backUp() throws Exception {
    try (PostgresServer server =
        PostgresServer.builder(17).walSegmentSize(1 << 20).archiveInto(wal).start()) {
      server.execute("SELECT pg_create_restore_point('before')", "CREATE TABLE t (i int)");
      BackupInfo backup =
          new BaseBackup(context)
              .run(
                  BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
                  BackupOptions.builder().fastCheckpoint().build());
      server.execute("INSERT INTO t VALUES (1)", "SELECT pg_create_restore_point('after')");
      server.switchWal();
      server.stop();
      try (Stream<Path> files = Files.list(wal)) {
        files.sorted().forEach(archive::archive);
      }
      return backup;
    }
  }
}
