/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;
import static io.github.barman4j.catalog.Archive.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Deletion of one backup, and what happens between a plan and its application. */
class DeletionTest {

  private static final String TLI1 = "0000000100000000000000";
  private static final BackupInfo ONE = done("20300601T000000", TLI1 + "02");
  private static final BackupInfo TWO = done("20300602T000000", TLI1 + "04");
  private static final BackupInfo THREE = done("20300603T000000", TLI1 + "06");
  private static final RetentionPolicy KEEP_ONE = RetentionPolicy.redundancy(1);

  private final StubbornStore.Made stubborn = new StubbornStore.Made();
  private final Archive archive = new Archive(stubborn::around);
  private final Retention retention = new Retention(archive.context());
  private final BackupCatalog catalog = new BackupCatalog(archive.context());

  private void threeBackups() {
    archive.put(ONE).put(TWO).put(THREE);
    archive.wal(
        TLI1 + "01", TLI1 + "02", TLI1 + "03", TLI1 + "04", TLI1 + "05", TLI1 + "06", TLI1 + "07");
  }

  private RetentionResult delete(BackupInfo backup) {
    return retention.apply(retention.planDelete(BackupSelector.id(backup.id())));
  }

  private static void assertProtected(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(BackupProtectedException.class).hasMessageContaining(why);
  }

  @Test
  void deletingTheOldestDeletesWalUpToTheNext() {
    threeBackups();
    assertThat(delete(ONE).isComplete()).isTrue();
    assertThat(archive.backupIds()).containsExactly("20300602T000000", "20300603T000000");
    assertThat(archive.walNames())
        .containsExactly(TLI1 + "04", TLI1 + "05", TLI1 + "06", TLI1 + "07");
  }

  @Test
  void deletingTheNewestDeletesNoWalThatAnOlderOneNeeds() {
    threeBackups();
    assertThat(delete(THREE).deletedWalFiles()).isOne();
    assertThat(archive.walNames()).startsWith(TLI1 + "02").endsWith(TLI1 + "07");
  }

  @Test
  void deletingTheOnlyBackupDeletesWalBeforeItsBeginOnly() {
    archive.put(TWO).wal(TLI1 + "03", TLI1 + "04", TLI1 + "05");
    RetentionPlan plan = retention.planDelete(BackupSelector.latest());
    assertThat(plan.task()).isEqualTo("delete backup 20300602T000000");
    assertThat(plan.wal().get(1).reason()).isEqualTo("it is not older than the deleted backup");
    retention.apply(plan);
    assertThat(archive.keys())
        .containsExactly(
            "wals/0000000100000000/" + TLI1 + "04", "wals/0000000100000000/" + TLI1 + "05");
  }

  @Test
  void deletingAFullBackupLeavesAStandaloneOneAllWalIfThatIsTheNewest() {
    threeBackups();
    catalog.keep(TWO.id(), KeepTarget.STANDALONE);
    delete(THREE);
    delete(ONE);
    assertThat(archive.walNames())
        .containsExactly(TLI1 + "04", TLI1 + "05", TLI1 + "06", TLI1 + "07");
    assertThat(retention.plan(KEEP_ONE).find(TWO.id()).orElseThrow().status())
        .isEqualTo(RetentionStatus.KEEP_STANDALONE);
  }

  @Test
  void aKeptBackupIsNotDeleted() {
    threeBackups();
    catalog.keep(ONE.id(), KeepTarget.FULL);
    assertProtected(
        () -> retention.planDelete(BackupSelector.id(ONE.id())),
        "it is kept (full); release it first");
    RetentionPlan other = retention.planDelete(BackupSelector.id(TWO.id()));
    catalog.keep(THREE.id(), KeepTarget.STANDALONE);
    RetentionPlan another = retention.planDelete(BackupSelector.id(TWO.id()));
    assertThat(other.backups())
        .extracting(BackupVerdict::status)
        .containsExactly(
            RetentionStatus.KEEP_FULL, RetentionStatus.OBSOLETE, RetentionStatus.VALID);
    assertThat(another.find(THREE.id()).orElseThrow().status())
        .isEqualTo(RetentionStatus.KEEP_STANDALONE);
  }

  @Test
  void aBackupOthersBuildOnIsNotDeleted() {
    archive.put(ONE).put(with(TWO, BackupField.PARENT_BACKUP_ID, "20300601T000000"));
    assertProtected(
        () -> retention.planDelete(BackupSelector.id(ONE.id())),
        "delete them first: [20300602T000000]");
    assertThat(delete(TWO).isComplete()).isTrue();
    assertThat(delete(ONE).isComplete()).isTrue();
  }

  @Test
  void fewerThanTheMinimumAreNotLeft() {
    threeBackups();
    BackupSelector oldest = BackupSelector.oldest();
    assertProtected(
        () -> retention.planDelete(oldest, 3),
        "there are 3 restorable backups, and the minimum redundancy is 3");
    assertThat(retention.planDelete(oldest, 2).deletedBackups()).containsExactly(ONE.id());
    archive.put(with(TWO, BackupField.STATUS, BackupStatus.FAILED));
    assertProtected(() -> retention.planDelete(oldest, 2), "there are 2");
    assertThat(retention.planDelete(BackupSelector.lastFailed(), 9).deletedBackups())
        .containsExactly(TWO.id());
  }

  @Test
  void aRunningBackupIsNotDeletedUntilItIsTakenForDead() {
    archive
        .put("shop/barman4j/running/20300630T000000", "status=STARTED\n")
        .put("shop/base/20300630T000000/data.tar", "x");
    BackupSelector running = BackupSelector.parse("20300630T000000");
    assertProtected(() -> retention.planDelete(running), "it is running");
    Retention impatient =
        new Retention(archive.context(), RetentionOptions.defaults().withGrace(Duration.ZERO));
    assertThat(impatient.apply(impatient.planDelete(running)).deletedBackups()).hasSize(1);
    assertThat(archive.keys()).isEmpty();
  }

  @Test
  void aPolicyRemovesARunOfOursThatDiedAfterTheGracePeriod() {
    archive.put(ONE).wal(TLI1 + "01");
    archive.writtenAt(Archive.NOW.minus(Duration.ofHours(25)));
    archive
        .put("shop/barman4j/running/20300630T000000", "status=STARTED\n")
        .put("shop/base/20300630T000000/data.tar", "x");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.deletedBackups()).containsExactly(BackupId.of("20300630T000000"));
    assertThat(retention.apply(plan).isComplete()).isTrue();
    assertThat(archive.keys()).noneMatch(key -> key.contains("20300630T000000"));
  }

  @Test
  void failedAndUnreadableBackupsGoByIdAndTakeNoWalWithThem() {
    archive.put(with(ONE, BackupField.STATUS, BackupStatus.FAILED)).put(THREE).wal(TLI1 + "01");
    archive
        .put("shop/base/20300602T000000/backup.info", "garbage")
        .put("shop/base/20300602T000000/data.tar", "x");
    assertThat(delete(ONE).deletedWalFiles()).isZero();
    assertThat(delete(TWO).deletedWalFiles()).isZero();
    assertThat(archive.backupIds()).containsExactly("20300603T000000");
    assertThat(archive.keys()).hasSize(3);
  }

  @Test
  void snapshotsAndUnknownBackupsAreErrors() {
    archive.put(with(ONE, BackupField.SNAPSHOTS_INFO, Map.of("provider", "aws")));
    assertThatThrownBy(() -> retention.planDelete(BackupSelector.id(ONE.id())))
        .isInstanceOf(UnsupportedFormatException.class);
    assertThatThrownBy(() -> retention.planDelete(BackupSelector.id(TWO.id())))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("20300601T000000");
  }

  @Test
  void aBackupKeptSinceThePlanStaysWithItsWal() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    catalog.keep(TWO.id(), KeepTarget.FULL);
    RetentionResult result = retention.apply(plan);
    assertThat(result.skippedBackups()).containsOnlyKeys(TWO.id());
    assertThat(result.isComplete()).isFalse();
    assertThat(archive.backupIds()).containsExactly("20300602T000000", "20300603T000000");
    assertThat(archive.walNames()).startsWith(TLI1 + "04");
    assertThat(catalog.keepTarget(TWO.id())).contains(KeepTarget.FULL);
  }

  @Test
  void aBackupKeptWhileThePlanIsAppliedStaysWithItsWal() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    stubborn.beforeDelete(() -> catalog.keep(TWO.id(), KeepTarget.FULL));
    assertThat(retention.apply(plan).skippedBackups())
        .containsEntry(TWO.id(), "it has just been kept");
    assertThat(archive.walNames()).startsWith(TLI1 + "04");
  }

  @Test
  void aSingleDeletionOfABackupKeptSinceThePlanIsRefused() {
    threeBackups();
    RetentionPlan plan = retention.planDelete(BackupSelector.oldest());
    catalog.keep(ONE.id(), KeepTarget.FULL);
    List<String> before = archive.keys();
    assertProtected(() -> retention.apply(plan), "it is kept");
    assertThat(archive.keys()).isEqualTo(before);
  }

  @Test
  void aBackupThatBeganSinceThePlanKeepsItsWal() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    archive.put(
        "shop/barman4j/running/20300630T000000", "status=STARTED\nbegin_wal=" + TLI1 + "03\n");
    assertThat(retention.apply(plan).deletedWalFiles()).isEqualTo(2);
    assertThat(archive.walNames()).startsWith(TLI1 + "03");
  }

  @Test
  void ifTheNewestVanishedSinceThePlanWhatIsNeededNowStays() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    delete(THREE);
    RetentionResult result = retention.apply(plan);
    assertThat(archive.backupIds()).containsExactly("20300602T000000");
    assertThat(result.skippedBackups()).containsOnlyKeys(TWO.id());
    assertThat(archive.walNames()).startsWith(TLI1 + "04");
  }

  @Test
  void applyingAPlanTwiceFinishesWhatWasInterrupted() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    stubborn.refuse("/wals/");
    assertThat(retention.apply(plan).failed()).hasSize(5);
    stubborn.refuse("nothing");
    RetentionResult second = retention.apply(plan);
    assertThat(second.isComplete()).isTrue();
    assertThat(archive.walNames()).containsExactly(TLI1 + "06", TLI1 + "07");
  }

  @Test
  void walg641WhatCouldNotBeDeletedIsReportedKeyByKeyAndItsInfoAndWalStay() {
    threeBackups();
    stubborn.refuse("20300601T000000/data.tar");
    RetentionResult result = retention.apply(retention.plan(KEEP_ONE));
    assertThat(result.isComplete()).isFalse();
    assertThat(result.failed())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).hasToString("shop/base/20300601T000000/data.tar"))
        .satisfies(one -> assertThat(one.cause()).hasMessageContaining("locked"));
    assertThat(result.deletedBackups()).containsExactly(TWO.id());
    assertThat(archive.backupIds()).containsExactly("20300601T000000", "20300603T000000");
    assertThat(archive.walNames()).hasSize(7);
    stubborn.refuse("nothing");
    assertThat(retention.apply(retention.plan(KEEP_ONE)).isComplete()).isTrue();
    assertThat(archive.backupIds()).containsExactly("20300603T000000");
  }

  @Test
  void infoIsDeletedLastSoThatAHalfDeletedBackupIsStillKnown() {
    threeBackups();
    stubborn.refuse("20300601T000000/backup.info");
    retention.apply(retention.plan(KEEP_ONE));
    assertThat(archive.keys("shop/base/20300601T000000/")).hasSize(1);
    assertThat(archive.walNames()).hasSize(7);
  }

  @Test
  void anOutageWhileDeletingIsReportedForEachKey() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    stubborn.breakDown();
    RetentionResult result = retention.apply(plan);
    assertThat(result.failed()).hasSize(2);
    assertThat(result.deletedBackups()).isEmpty();
    assertThat(archive.backupIds()).hasSize(3);
  }

  @Test
  void interruptionEndsDeletion() {
    threeBackups();
    RetentionPlan plan = retention.plan(KEEP_ONE);
    stubborn.beforeDelete(() -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> retention.apply(plan)).isInstanceOf(OperationCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(archive.backupIds()).hasSize(3);
    assertThat(retention.apply(retention.plan(KEEP_ONE)).isComplete()).isTrue();
  }

  @Test
  void aPlanIsForOneServer() {
    threeBackups();
    ServerContext context = archive.context();
    Retention other =
        new Retention(
            new ServerContext(context.store(), "other", context.executor(), context.clock()));
    RetentionPlan plan = retention.plan(KEEP_ONE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.apply(plan))
        .withMessageContaining("'shop', not 'other'");
    assertThatIllegalArgumentException().isThrownBy(() -> other.objects(plan));
    assertThat(plan.serverName()).isEqualTo("shop");
    assertThat(plan.madeAt()).isEqualTo(Archive.NOW);
    assertThat(BackupId.of("x")).isNotIn(plan.deletedBackups());
  }

  @Test
  void aThousandFailuresAreEnoughToGiveUp() {
    archive.put(ONE).put(TWO);
    for (int i = 0; i < 3_000; i++) {
      archive.wal(String.format("0000000100000000%08X.%08X.backup", 1, i));
    }
    stubborn.refuse("/wals/");
    assertThat(retention.apply(retention.plan(KEEP_ONE)).failed()).hasSize(1_000);
  }

  @Test
  void aNoteThatIsStaleBecauseTheBackupEndedIsIgnored() {
    threeBackups();
    archive.put("shop/barman4j/running/20300603T000000", "status=STARTED\n");
    assertThat(retention.plan(KEEP_ONE).deletedWalFiles()).isEqualTo(5);
  }

  @Test
  void aReleaseThatTheStoreRefusesIsAnError() {
    archive.put(ONE);
    catalog.keep(ONE.id(), KeepTarget.FULL);
    stubborn.refuse("annotations");
    assertThatThrownBy(() -> catalog.release(ONE.id()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("locked");
    assertThat(catalog.keepTarget(ONE.id())).contains(KeepTarget.FULL);
  }
}
