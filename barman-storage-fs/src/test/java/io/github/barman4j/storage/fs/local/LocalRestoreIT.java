/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.BackedUpCluster.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.copy.CopyOptions;
import io.github.barman4j.copy.CopySelection;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.restore.RestoredArchiving;
import io.github.barman4j.restore.WalDelivery;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.verify.BackupVerifier;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backups that real Barman made are restored by us, and the cluster has the rows that it should.
 */
class LocalRestoreIT {

  /** WAL as PostgreSQL wrote it. */
  @Nested
  class Of15 extends Contract {
    Of15() {
      super(15, "");
    }
  }

  /** WAL that Barman compressed. */
  @Nested
  class Of13WithGzip extends Contract {
    Of13WithGzip() {
      super(13, "gzip");
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Contract {

    private final int major;
    private final String compression;
    private BackedUpCluster cluster;

    Contract(int major, String compression) {
      this.major = major;
      this.compression = compression;
    }

    @BeforeAll
    void backUp() throws Exception {
      cluster = new BackedUpCluster(major, compression);
    }

    @AfterAll
    void close() {
      cluster.close();
    }

    List<RecoveryTarget> targets() {
      return List.of(
          RecoveryTarget.latest(),
          RecoveryTarget.immediate(),
          RecoveryTarget.time(cluster.time),
          RecoveryTarget.restorePoint(BackedUpCluster.RESTORE_POINT),
          RecoveryTarget.lsn(cluster.lsn));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void theClusterIsAsItWasAtTheTarget(RecoveryTarget recovery) {
      Path target = cluster.newTarget();
      RestorePlan plan = cluster.restore().plan(recovery);
      RestoreResult result = cluster.restore().execute(plan, into(target).build());
      assertThat(result.walSegments()).isEqualTo(plan.walSegments());
      expectRows(target, BackedUpCluster.rowsAt(recovery));
    }

    private void expectRows(Path target, long rows) {
      try (PostgresServer restored = BackedUpCluster.start(major, target)) {
        assertThat(restored.queryLong("SELECT count(*) FROM t")).isEqualTo(rows);
        assertThat(restored.queryLong("SELECT count(*) FROM one")).isEqualTo(20000);
        assertThat(restored.queryLong("SELECT count(*) FROM two")).isEqualTo(10);
        assertThat(
                restored.queryString(
                    "SELECT string_agg(setting, ',' ORDER BY seqno) FROM pg_file_settings"
                        + " WHERE name = 'archive_command'"))
            .as("postgresql.conf, then postgresql.auto.conf")
            .isEqualTo("false,");
      }
    }

    @Test
    void theArchiveThatIsShownIsSound() {
      for (BackupId id : ids()) {
        VerificationReport report = new BackupVerifier(view()).verify(id, VerifyOptions.defaults());
        assertThat(report.isSound()).as(report.describe()).isTrue();
        assertThat(report.counts().walSegments()).isPositive();
      }
    }

    private List<BackupId> ids() {
      return new BackupCatalog(view()).list().backups().stream().map(BackupInfo::id).toList();
    }

    private ServerContext view() {
      return new ServerContext(
          new ServerDirectoryStore(cluster.context()),
          BackedUpCluster.SERVER,
          cluster.threads(),
          Clock.systemUTC());
    }

    @Test
    void aCopyInAStoreIsARestorableArchive() {
      ServerContext copy =
          new ServerContext(
              new MemoryObjectStore("copy"), "copied", cluster.threads(), Clock.systemUTC());
      ArchiveCopy copying = new ArchiveCopy(view(), copy);
      copying.execute(copying.plan(CopySelection.everything()), CopyOptions.defaults());
      Restore restore =
          new Restore(copy, new BackupCatalog(copy), new WalArchive(copy, WalOptions.defaults()));
      Path target = cluster.newTarget();
      restore.execute(restore.plan(RecoveryTarget.latest()), into(target).build());
      try (PostgresServer restored = BackedUpCluster.start(major, target)) {
        assertThat(restored.queryLong("SELECT count(*) FROM t")).isEqualTo(3150);
      }
    }

    @Test
    void modesTimesAndNotesAreThoseOfTheBackup() throws IOException {
      Path target = cluster.newTarget();
      RestorePlan plan = cluster.restore().plan(RecoveryTarget.latest());
      RestoreResult result = cluster.restore().execute(plan, into(target).build());
      BackupId id = plan.backup().id();
      Path data = cluster.context().directory().data(id);
      for (String name : List.of("PG_VERSION", "base/1/1259", "pg_hba.conf")) {
        assertThat(Files.getLastModifiedTime(target.resolve(name)))
            .isEqualTo(Files.getLastModifiedTime(data.resolve(name)));
        assertThat(mode(target.resolve(name))).isEqualTo(mode(data.resolve(name)));
      }
      assertThat(mode(target)).isEqualTo("rwx------");
      assertThat(target.resolve(".barman-recover.info"))
          .hasBinaryContent(cluster.context().metadata().content(id).orElseThrow());
      assertThat(target.resolve("postgresql.conf.origin"))
          .hasSameBinaryContentAs(data.resolve("postgresql.conf"));
      assertThat(result.archiving()).isEqualTo(RestoredArchiving.OFF);
    }

    private static String mode(Path path) throws IOException {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aForgottenTablespaceIsRefusedWithTheLivePlace() {
      RestorePlan plan = cluster.restore().plan(RecoveryTarget.latest());
      Path target = cluster.newTarget();
      RestoreOptions options =
          RestoreOptions.into(target)
              .relocateTablespace("ts1", target.resolveSibling("ts1"))
              .build();
      assertThatThrownBy(() -> cluster.restore().execute(plan, options))
          .isInstanceOf(RestoreFailedException.class)
          .hasMessageContaining("Spc Two (was at " + cluster.root.resolve("ts2") + ")");
      assertThat(target).doesNotExist();
    }

    @Test
    void theLiveClusterIsNeverATarget() {
      RestorePlan plan = cluster.restore().plan(RecoveryTarget.latest());
      Path live = cluster.server.dataDirectory();
      Path target = cluster.newTarget();
      RestoreOptions overLive = into(live).build();
      RestoreOptions overTablespace =
          into(target).relocateTablespace("ts1", cluster.root.resolve("ts1")).build();
      RestoreOptions inside = into(live.resolve("inside")).build();
      for (RestoreOptions options : List.of(overLive, overTablespace, inside)) {
        assertThatThrownBy(() -> cluster.restore().executeDelta(plan, options))
            .isInstanceOf(RestoreFailedException.class)
            .hasMessageMatching("(?s).*(A server runs in it|running cluster).*");
        assertThatThrownBy(() -> cluster.restore().planDelta(plan, options))
            .isInstanceOf(RestoreFailedException.class);
      }
      assertThat(cluster.server.queryLong("SELECT count(*) FROM one")).isEqualTo(20000);
    }

    @Test
    void walIsFetchedByACommandIfAskedFor() throws IOException {
      Path target = cluster.newTarget();
      Path wals = cluster.context().directory().wals();
      String find = "f=$(find '" + wals + "' -name %f) && test -n \"$f\" && ";
      String command = find + (compression.isEmpty() ? "cat" : "gunzip -c <") + " \"$f\" > %p";
      cluster
          .restore()
          .execute(
              cluster.restore().plan(RecoveryTarget.latest()),
              into(target).walDelivery(WalDelivery.restoreCommand(command)).build());
      assertThat(target.resolve("pg_wal/archive_status")).isEmptyDirectory();
      expectRows(target, 3150);
    }

    @Test
    void aPlanForABackupThatIsGoneIsRefused() throws IOException {
      RestorePlan plan = cluster.restore().plan(RecoveryTarget.latest());
      Path info = cluster.context().directory().legacyInfo(plan.backup().id());
      Path aside = Files.move(info, info.resolveSibling("aside"));
      try {
        assertThatThrownBy(() -> cluster.restore().execute(plan, into(cluster.newTarget()).build()))
            .isInstanceOf(UnknownBackupException.class)
            .hasMessageContaining("is gone");
      } finally {
        Files.move(aside, info);
      }
    }
  }
}
