/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.copy.CopyOptions;
import io.github.barman4j.copy.CopyPlan;
import io.github.barman4j.copy.CopyResult;
import io.github.barman4j.copy.CopySelection;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.ProbeCheck;
import io.github.barman4j.storage.ProbeReport;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import io.github.barman4j.verify.VerificationReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backup under load, recovery to a point in time, keep and retention with a real PostgreSQL; every
 * back end runs it against its server, with parts so small that each upload has several.
 */
public abstract class MainJobContract {

  private static final Map<String, String> TAGS = Map.of("team", "dba");
  private static final RetentionPolicy ONE = RetentionPolicy.parse("REDUNDANCY 1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private ObjectStoreFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private Barman barman;

  @SuppressWarnings("NullAway.Init")
  private BarmanServer archive;

  private int restored;

  /** Makes the fixture of one test: an empty store, or an empty prefix of one. */
  protected abstract ObjectStoreFixture open(TestInfo test) throws Exception;

  @BeforeEach
  final void openArchive(TestInfo test) throws Exception {
    fixture = open(test);
    barman = Barman.builder().store(fixture.store()).build();
    archive = barman.server("main");
  }

  @AfterEach
  final void closeArchive() throws Exception {
    barman.close();
    fixture.close();
  }

  @Test
  final void aClusterIsBackedUpRecoveredKeptAndRetired() throws Exception {
    try (Shop shop = new Shop(directory)) {
      shop.sell();
      BackupInfo first = shop.whileBusy(() -> backUp(shop));
      int sold = shop.sell();
      shop.restorePoint("here");
      int all = shop.sell();
      shop.ship(archive.wal());
      VerificationReport report = archive.verify(first.id());
      assertThat(report.isSound()).as(report.describe()).isTrue();

      assertThat(recover(RecoveryTarget.restorePoint("here"))).isEqualTo(Shop.rowsUpTo(sold));
      assertThat(recover(RecoveryTarget.latest())).isEqualTo(Shop.rowsUpTo(all));
      assertThat(recoverFromCopy()).isEqualTo(Shop.rowsUpTo(all));

      BackupInfo second = backUp(shop);
      shop.ship(archive.wal());
      keptBackupsSurviveRetention(first.id());
      retentionLeavesWhatTheNewestNeeds(first.id(), second.id());
      assertThat(recover(RecoveryTarget.latest())).isEqualTo(Shop.rowsUpTo(all));
      aDeletedBackupLeavesNoObject(second.id());
    }
  }

  private BackupInfo backUp(Shop shop) {
    ObjectStore store = fixture.store();
    BackupOptions options =
        BackupOptions.builder()
            .fastCheckpoint()
            .compression(Compression.NONE)
            .tags(store.capabilities().tags() ? ObjectTags.of(TAGS) : ObjectTags.EMPTY)
            .partSize(24 << 20)
            .build();
    BackupInfo backup =
        archive.backup(
            BackupSource.dataDirectory(shop.server().dataSource(), shop.server().dataDirectory()),
            options);
    assertThat(backup.status()).isEqualTo(BackupStatus.DONE);
    assertUploaded(backup.id());
    return backup;
  }

  private void assertUploaded(BackupId id) {
    assertThat(archive.backups().parts(id))
        .anyMatch(part -> part.size() > fixture.smallestPartSize());
    assertThat(openUploads()).isZero();
  }

  private int openUploads() {
    try {
      return fixture.openUploads();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot look for open uploads", e);
    }
  }

  /** Checks of the doctor that this server, by its known faults, does not pass each time. */
  protected Set<String> obstaclesNowAndThen() {
    return Set.of();
  }

  @Test
  final void theDoctorFindsTheStoreUsable() throws Exception {
    ProbeReport report = ObjectStores.probe(fixture.store());
    assertThat(report.checks().stream().filter(ProbeCheck::isObstacle).map(ProbeCheck::name))
        .as(report.describe())
        .isSubsetOf(obstaclesNowAndThen());
    assertThat(report.leftovers()).isEmpty();
    assertThat(openUploads()).isZero();
  }

  /** Copied to another store, and from there back under another name, it is the same archive. */
  private List<String> recoverFromCopy() {
    try (Barman elsewhere = Barman.builder().store(new MemoryObjectStore("elsewhere")).build()) {
      BarmanServer there = elsewhere.server("main");
      BarmanServer back = barman.server("copied");
      copy(archive, there);
      copy(there, back);
      return recover(back, RecoveryTarget.latest());
    }
  }

  private static void copy(BarmanServer from, BarmanServer to) {
    ArchiveCopy copy = from.copyTo(to);
    CopyPlan plan = copy.plan(CopySelection.everything());
    CopyResult result = copy.execute(plan, CopyOptions.defaults());
    assertThat(result.skipped()).isEmpty();
    assertThat(result.copiedObjects()).isEqualTo(plan.objectsToCopy()).isPositive();
    assertThat(copy.plan(CopySelection.everything()).objectsToCopy()).isZero();
  }

  private List<String> recover(RecoveryTarget target) {
    return recover(archive, target);
  }

  private List<String> recover(BarmanServer server, RecoveryTarget target) {
    Path base = directory.resolve("restored" + ++restored);
    RestorePlan plan = server.restore().plan(target);
    server
        .restore()
        .execute(
            plan,
            RestoreOptions.into(base.resolve("data"))
                .relocateTablespace("fast", base.resolve("fast"))
                .build());
    return Shop.rowsIn(base.resolve("data"));
  }

  private void keptBackupsSurviveRetention(BackupId kept) {
    archive.backups().keep(kept, KeepTarget.FULL);
    assertThat(archive.retention().plan(ONE).deletedBackups()).isEmpty();
    assertThatThrownBy(() -> archive.retention().planDelete(BackupSelector.id(kept)))
        .isInstanceOf(BackupProtectedException.class);
    archive.backups().release(kept);
    assertThat(archive.backups().keepTarget(kept)).isEmpty();
  }

  private void retentionLeavesWhatTheNewestNeeds(BackupId old, BackupId newest) {
    RetentionPlan plan = archive.retention().plan(ONE);
    assertThat(plan.deletedBackups()).containsExactly(old);
    assertThat(plan.deletedWalFiles()).isPositive();
    archive.retention().apply(plan);
    assertThat(archive.backups().list().backups())
        .extracting(BackupInfo::id)
        .containsExactly(newest);
    assertThat(keys("main/base/" + old)).isEmpty();
  }

  private void aDeletedBackupLeavesNoObject(BackupId last) {
    archive.retention().apply(archive.retention().planDelete(BackupSelector.id(last), 0));
    assertThat(keys("main/base/")).isEmpty();
  }

  private List<String> keys(String prefix) {
    try (Stream<ObjectMetadata> objects =
        ObjectStores.walk(fixture.store(), ListRequest.prefix(prefix))) {
      return objects.map(object -> object.key().value()).toList();
    }
  }
}
