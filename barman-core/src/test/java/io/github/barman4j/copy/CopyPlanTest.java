/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.ForeignServerException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.storage.filter.StoreOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is copied, and what is not. */
final class CopyPlanTest extends CopyFixture {

  private CopyPlan plan(CopySelection selection) {
    return copy().plan(selection);
  }

  private static List<String> runs(CopyPlan plan) {
    return plan.wal().stream()
        .map(run -> run.first().toString().substring(7, 8) + ":" + span(run) + "=" + run.files())
        .toList();
  }

  private static String span(CopiedWal run) {
    return run.first().toString().substring(22) + "-" + run.last().toString().substring(22);
  }

  private static List<String> ids(CopyPlan plan) {
    return plan.backups().stream().map(backup -> backup.id().value()).toList();
  }

  @Test
  void everythingIsAllBackupsAndAllWal() {
    CopyPlan plan = plan(CopySelection.everything());
    assertThat(ids(plan)).containsExactly(FIRST.value(), SECOND.value(), THIRD.value());
    assertThat(runs(plan)).containsExactly("1:01-08=10", "2:08-0C=5");
    assertThat(plan.histories()).hasSize(1);
    assertThat(plan.owner()).contains(CLUSTER);
    assertThat(plan.skipped()).isEmpty();
    assertThat(plan.conflicts()).isEmpty();
    assertThat(plan.presentObjects()).isZero();
    assertThat(plan.objectsToCopy()).isEqualTo(1 + 15 + 2 + 3 + 2);
  }

  @Test
  void oneBackupComesWithItsOwnWalAndAllHistories() {
    CopyPlan plan = plan(CopySelection.backups(SECOND));
    assertThat(ids(plan)).containsExactly(SECOND.value());
    assertThat(runs(plan)).containsExactly("1:05-06=2");
    assertThat(plan.histories()).hasSize(1);
    assertThat(plan.find(SECOND).orElseThrow().keepTarget()).contains(KeepTarget.STANDALONE);
  }

  @Test
  void fromABackupOnIsItAndAllWalBehindItsBeginOnAnyTimeline() {
    CopyPlan plan = plan(CopySelection.from(SECOND));
    assertThat(ids(plan)).containsExactly(SECOND.value(), THIRD.value());
    assertThat(runs(plan)).containsExactly("1:05-08=5", "2:08-0C=5");
  }

  @Test
  void aPlanWritesNothing() {
    plan(CopySelection.everything());
    for (StoreOperation write :
        List.of(StoreOperation.PUT, StoreOperation.DELETE, StoreOperation.COPY)) {
      assertThat(faulty.count(write)).isZero();
    }
    assertThat(atTarget()).isEmpty();
  }

  @Test
  void whatIsNotWholeIsSkippedWithTheReason() {
    BackupId failed = BackupId.of("20300604T000000");
    BackupId child = BackupId.of("20300605T000000");
    BackupId holed = BackupId.of("20300606T000000");
    BackupId headless = BackupId.of("20300607T000000");
    BackupId garbled = BackupId.of("20300608T000000");
    BackupId running = BackupId.of("20300609T000000");
    archive.put(
        Archive.with(
            backup(failed, TLI2 + "0A", TLI2 + "0A"), BackupField.STATUS, BackupStatus.FAILED));
    archive.put(
        Archive.with(
            backup(child, TLI2 + "0A", TLI2 + "0A"), BackupField.PARENT_BACKUP_ID, failed.value()));
    archive.put(backup(holed, TLI2 + "0B", TLI2 + "0D"));
    archive.put(backup(headless, TLI2 + "0A", TLI2 + "0A"));
    delete("shop/base/" + headless + "/data.tar");
    archive.put("shop/base/" + garbled + "/backup.info", "status=\u0000");
    archive.put("shop/base/" + running + "/data.tar", "half");
    archive.put("shop/barman4j/running/" + running, "status=STARTED");
    CopyPlan plan = plan(CopySelection.everything());
    assertThat(ids(plan)).containsExactly(FIRST.value(), SECOND.value(), THIRD.value());
    assertThat(reason(plan, failed)).isEqualTo("it is FAILED");
    assertThat(reason(plan, child)).contains("builds on backup " + failed);
    assertThat(reason(plan, holed)).contains(TLI2 + "0D").contains("not in the archive");
    assertThat(reason(plan, headless)).contains("data.tar");
    assertThat(reason(plan, garbled)).contains("cannot be read");
    assertThat(reason(plan, running)).contains("running");
  }

  @Test
  void aBackupThatEndsWhereASegmentEndsIsCopiedWithoutTheSegmentBehind() {
    BackupId id = BackupId.of("20300604T000000");
    archive.put(
        Archive.with(
            backup(id, TLI2 + "0B", TLI2 + "0D"), BackupField.END_XLOG, Lsn.parse("0/D000000")));
    CopyPlan plan = plan(CopySelection.backups(id));
    assertThat(plan.skipped()).isEmpty();
    assertThat(runs(plan)).containsExactly("2:0B-0C=2");
  }

  @Test
  void aBackupWithAHoleAmongItsPartsIsSkipped() {
    archive.put("shop/base/" + FIRST + "/data_0002.tar", "behind the hole");
    CopyPlan plan = plan(CopySelection.everything());
    assertThat(reason(plan, FIRST)).contains("data_0001.tar");
  }

  private void delete(String key) {
    try {
      archive
          .context()
          .store()
          .delete(List.of(io.github.barman4j.storage.ObjectKey.of(key)))
          .throwIfIncomplete();
    } catch (io.github.barman4j.storage.ObjectStoreException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String reason(CopyPlan plan, BackupId id) {
    return plan.skipped().stream()
        .filter(skip -> skip.id().equals(id))
        .map(SkippedBackup::reason)
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not among " + plan.skipped()));
  }

  @Test
  void anUnknownBackupIsNamedWithThoseThatExist() {
    assertThatThrownBy(() -> plan(CopySelection.backups(BackupId.of("20310101T000000"))))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("20310101T000000")
        .hasMessageContaining(FIRST.value());
  }

  @Test
  void anotherClustersTargetIsRefused() {
    putAtTarget("shop/barman4j/system-identifier", "7499999999999999999");
    assertThatThrownBy(() -> plan(CopySelection.everything()))
        .isInstanceOf(ForeignServerException.class)
        .hasMessageContaining("7499999999999999999")
        .hasMessageContaining(CLUSTER.toString());
  }

  @Test
  void otherSizesAndObjectsMoreAreConflicts() {
    putAtTarget("shop/wals/0000000100000000/" + TLI1 + "05.gz", "other");
    putAtTarget("shop/base/" + FIRST + "/data.tar", "other");
    putAtTarget("shop/base/" + FIRST + "/data_0001.tar", "more");
    putAtTarget("shop/barman4j/running/" + SECOND, "status=STARTED");
    CopyPlan plan = plan(CopySelection.everything());
    assertThat(plan.conflicts())
        .extracting(conflict -> conflict.key().lastName())
        .containsExactlyInAnyOrder(TLI1 + "05.gz", "data.tar", "data_0001.tar", SECOND.value());
    assertThat(plan.describe()).contains("CONFLICT", "has 5 bytes, the source has 10");
  }

  @Test
  void whatIsThereIsNotCountedAsToCopy() {
    run(CopySelection.backups(SECOND));
    CopyPlan plan = plan(CopySelection.everything());
    assertThat(plan.presentObjects()).isEqualTo(1 + 2 + 3);
    assertThat(plan.objectsToCopy()).isEqualTo(13 + 2 + 2);
    assertThat(plan.find(SECOND).orElseThrow().objects()).allMatch(CopiedObject::present);
  }

  @Test
  void aSegmentOfTheWrongSizeIsNoSegmentThatABackupCanUse() {
    BackupId torn = BackupId.of("20300604T000000");
    archive.wal(TLI2 + "0D").put(backup(torn, TLI2 + "0D", TLI2 + "0D"));
    assertThat(reason(plan(CopySelection.everything()), torn)).contains(TLI2 + "0D");
  }

  @Test
  void aPlanIsReadableByPeopleAndPrograms() {
    CopyPlan plan = plan(CopySelection.from(SECOND));
    assertThat(plan.describe())
        .startsWith("Copy backups from " + SECOND + " on with all WAL since of 'shop' in memory:")
        .contains("WAL      " + TLI1 + "05 to " + TLI1 + "08, 5 files")
        .contains("backup   " + SECOND + ", 3 objects")
        .contains("kept, standalone");
    assertThat(plan.toJson())
        .startsWith("{\"source\": {\"store\": \"memory:archive\", \"server_name\": \"shop\"}")
        .contains("\"backup_id\": \"" + THIRD + "\"")
        .contains("\"keep\": null")
        .endsWith("\"skipped\": [], \"conflicts\": []}");
  }

  @Test
  void anArchiveIsNotCopiedToItself() {
    assertThatThrownBy(() -> new ArchiveCopy(source(), source()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop");
  }

  @Test
  void aPlanForOtherArchivesIsRefused() {
    CopyPlan plan = plan(CopySelection.everything());
    ArchiveCopy other = new ArchiveCopy(source(), target("other"));
    assertThatThrownBy(() -> other.execute(plan, CopyOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'other'");
  }
}
