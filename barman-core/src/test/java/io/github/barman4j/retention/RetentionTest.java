/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;
import static io.github.barman4j.catalog.Archive.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.retention.RetentionOptions.FailedBackups;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies decide. Names begin with the reference of the failure they keep away. */
class RetentionTest extends RetentionFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REDUNDANCY 1|0|OBSOLETE|OBSOLETE|VALID",
        "REDUNDANCY 1|2|OBSOLETE|VALID|VALID",
        "REDUNDANCY 2|0|OBSOLETE|VALID|VALID",
        "REDUNDANCY 3|0|VALID|VALID|VALID",
        "REDUNDANCY 9|0|VALID|VALID|VALID",
        "RECOVERY WINDOW OF 26 DAYS|0|OBSOLETE|OBSOLETE|VALID",
        "RECOVERY WINDOW OF 28 DAYS|0|OBSOLETE|VALID|VALID",
        "RECOVERY WINDOW OF 27 DAYS|2|OBSOLETE|OBSOLETE*|VALID",
        "RECOVERY WINDOW OF 27 DAYS|3|OBSOLETE*|OBSOLETE*|VALID",
        "RECOVERY WINDOW OF 29 DAYS|0|VALID|VALID|VALID",
        "RECOVERY WINDOW OF 9 MONTHS|0|VALID|VALID|VALID"
      })
  void policiesJudgeAsBarmanDoes(String policy, int minimum, String one, String two, String three) {
    threeDays();
    assertThat(verdicts(policy, minimum))
        .containsOnly(Map.entry("01", one), Map.entry("02", two), Map.entry("03", three));
  }

  @Test
  void anEmptyArchiveHasNothingToDelete() {
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(retention.apply(plan))
        .isEqualTo(new RetentionResult(List.of(), Map.of(), 0, 0, List.of()));
  }

  @Test
  void whatIsObsoleteGoesWithTheWalBeforeTheOldestThatStays() {
    threeDays();
    archive.wal(
        "00000001.history",
        "00000002.history.gz",
        TLI1 + "02.00000028.backup",
        TLI1 + "05.partial");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    RetentionResult result = retention.apply(plan);
    assertThat(archive.backupIds()).containsExactly("20300603T000000");
    assertThat(archive.walNames())
        .containsExactlyInAnyOrder(
            TLI1 + "06", TLI1 + "07", TLI1 + "08", "00000001.history", "00000002.history.gz");
    assertThat(result.isComplete()).isTrue();
    assertThat(result.deletedBackups())
        .extracting(BackupId::value)
        .containsExactly("20300601T000000", "20300602T000000");
    assertThat(result.deletedWalFiles()).isEqualTo(7).isEqualTo(plan.deletedWalFiles());
    assertThat(result.freedBytes()).isEqualTo(plan.freedBytes());
  }

  @Test
  void thePlanIsTheDryRunAndListsEveryObjectWithItsReason() {
    threeDays();
    List<String> before = archive.keys();
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    List<String> listed =
        retention.objects(plan).map(object -> object.key().value().substring(5)).toList();
    assertThat(archive.keys()).isEqualTo(before);
    assertThat(retention.objects(plan))
        .allSatisfy(object -> assertThat(object.reason()).isNotBlank());
    retention.apply(plan);
    assertThat(archive.keys())
        .containsExactlyInAnyOrderElementsOf(
            before.stream().filter(key -> !listed.contains(key)).toList());
  }

  @Test
  void aPlanIsPrintedForAPersonAndForAProgram() {
    threeDays();
    archive.wal("00000002.history");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(2).withMinimumRedundancy(1));
    assertThat(plan.task()).isEqualTo("REDUNDANCY 2, minimum redundancy 1");
    assertThat(plan.describe().lines().map(line -> line.replaceAll("[\\d,]+ bytes", "n bytes")))
        .containsExactly(
            "REDUNDANCY 2, minimum redundancy 1 for server 'shop': deletes 1 of 3 backups and 3 WAL files, frees n bytes, made at 2030-06-30T20:00:00Z",
            "delete backup 20300601T000000  OBSOLETE        2 objects, n bytes: 2 newer backups are retained",
            "keep   backup 20300602T000000  VALID           2 objects, n bytes: number 2 of 2 to retain",
            "keep   backup 20300603T000000  VALID           2 objects, n bytes: number 1 of 2 to retain",
            "delete WAL 000000010000000000000001 to 000000010000000000000003, 3 files, n bytes: no backup that stays needs it",
            "keep   WAL 000000010000000000000004 to 000000010000000000000008, 5 files, n bytes: recovery from backup 20300602T000000 may need it",
            "keep   WAL 00000002.history to 00000002.history, 1 files, n bytes: timeline histories always stay");
    assertThat(plan.toJson())
        .startsWith("{\"server_name\": \"shop\", \"made_at\": \"2030-06-30T20:00:00Z\", \"task\": ")
        .contains(
            "{\"backup_id\": \"20300601T000000\", \"retention_status\": \"OBSOLETE\", \"deleted\": true,")
        .contains(
            "\"last\": \"000000010000000000000003\", \"files\": 3, \"bytes\": 3, \"deleted\": true,");
  }

  @Test
  void walg1152KeptBackupsNeverBreakRetention() {
    threeDays();
    keep(1, "");
    keep(2, "nonsense");
    keep(3, "standalone\n");
    assertThat(verdicts("REDUNDANCY 1", 0).values()).containsOnly("KEEP:FULL");
    assertThat(retention.plan(RetentionPolicy.redundancy(1)).isEmpty()).isTrue();
  }

  @Test
  void walg1152FewerBackupsThanThePolicyWantsIsNoError() {
    archive.put(day(1)).wal(segments(1, 3));
    assertThat(retention.plan(RetentionPolicy.redundancy(5)).isEmpty()).isTrue();
  }

  @Test
  void barman1081IncrementalBackupsCountForNothing() {
    archive.put(day(1)).put(day(2));
    archive.put(with(day(3), BackupField.PARENT_BACKUP_ID, "20300602T000000"));
    assertThat(verdicts("REDUNDANCY 1", 0))
        .containsOnly(Map.entry("01", "OBSOLETE"), Map.entry("02", "VALID"), Map.entry("03", "-"));
  }

  @Test
  void barman1081WhatOthersBuildOnStaysWhicheverSideSaysSo() {
    archive.put(with(day(1), BackupField.CHILDREN_BACKUP_IDS, "20300602T000000,gone"));
    archive.put(with(day(2), BackupField.PARENT_BACKUP_ID, "20300601T000000"));
    archive.put(day(3)).put(day(4)).wal(segments(1, 9));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(verdicts(plan))
        .containsOnly(
            Map.entry("01", "VALID"),
            Map.entry("02", "-"),
            Map.entry("03", "OBSOLETE"),
            Map.entry("04", "VALID"));
    assertThat(plan.find(BackupId.of("20300601T000000")).orElseThrow().reason())
        .isEqualTo("incremental backup 20300602T000000 builds on it");
    retention.apply(plan);
    assertThat(archive.walNames()).containsExactly(segments(2, 9));
  }

  @Test
  void walg636OrderIsByTimeSoThatABackupAfterAnUpgradeIsTheNewest() {
    BackupInfo before = done("20300602T000000", "000000050000000000000004");
    BackupInfo after =
        with(
            done("20300601T235959", "000000010000000000000006"),
            BackupField.END_TIME,
            before.endTime().orElseThrow().plusHours(1));
    archive.put(before).put(after);
    assertThat(retention.plan(RetentionPolicy.redundancy(1)).deletedBackups())
        .containsExactly(before.id());
  }

  @Test
  void failedBackupsStayUnlessAskedFor() {
    threeDays();
    archive.put(with(day(4), BackupField.STATUS, BackupStatus.FAILED));
    assertThat(verdicts("REDUNDANCY 3", 0)).containsEntry("04", "-").containsEntry("01", "VALID");
    Retention tidy =
        new Retention(archive.context(), RetentionOptions.defaults().withFailed(FailedBackups.GO));
    RetentionPlan plan = tidy.plan(RetentionPolicy.redundancy(3));
    assertThat(plan.deletedBackups())
        .extracting(BackupId::value)
        .containsExactly("20300604T000000");
    assertThat(plan.deletedWalFiles()).isZero();
    keep(4, "full");
    assertThat(tidy.plan(RetentionPolicy.redundancy(3)).isEmpty()).isTrue();
  }

  @Test
  void aBackupWithoutAllItsDataCountsForNothingAndGoesOnceEnoughAreNewer() {
    archive.put(with(day(4), BackupField.TABLESPACES, List.of(new Tablespace("t", 16400, "/t"))));
    archive
        .put(day(3))
        .put(with(day(2), BackupField.TABLESPACES, List.of(new Tablespace("t", 16400, "/t"))))
        .put(day(1));
    archive.put("shop/base/20300602T000000/16400_0001.tar", "x");
    assertThat(verdicts("REDUNDANCY 1", 0))
        .containsOnly(
            Map.entry("04", "-"),
            Map.entry("03", "VALID"),
            Map.entry("02", "OBSOLETE"),
            Map.entry("01", "OBSOLETE"));
    assertThat(verdicts("RECOVERY WINDOW OF 1 DAY", 0))
        .containsEntry("04", "-")
        .containsEntry("03", "VALID")
        .containsEntry("02", "OBSOLETE");
    archive.put("shop/base/20300604T000000/16400.tar.gz", "x");
    assertThat(verdicts("REDUNDANCY 1", 0))
        .containsEntry("04", "VALID")
        .containsEntry("03", "OBSOLETE");
  }

  @Test
  void backupsThatWaitForWalAreNotJudgedButHoldTheirWal() {
    archive
        .put(with(day(1), BackupField.STATUS, BackupStatus.WAITING_FOR_WALS))
        .put(day(2))
        .put(day(3))
        .wal(segments(1, 8));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(verdicts(plan))
        .containsOnly(Map.entry("01", "-"), Map.entry("02", "OBSOLETE"), Map.entry("03", "VALID"));
    retention.apply(plan);
    assertThat(archive.walNames()).containsExactly(segments(2, 8));
  }

  @Test
  void snapshotsAreNotJudged() {
    archive.put(with(day(1), BackupField.SNAPSHOTS_INFO, Map.of("provider", "aws"))).put(day(2));
    assertThat(verdicts("REDUNDANCY 1", 0)).containsEntry("01", "-");
  }

  @Test
  void aBackupWithoutEndIsNotJudgedByAWindow() {
    archive.put(with(day(1), b -> b.set(BackupField.END_TIME, null))).put(day(2));
    assertThat(verdicts("RECOVERY WINDOW OF 1 DAY", 0))
        .containsEntry("01", "-")
        .containsEntry("02", "VALID");
    assertThat(verdicts("REDUNDANCY 1", 0)).containsEntry("01", "OBSOLETE");
  }

  @Test
  void namesThatNobodyGaveNeverBreakRetention() {
    threeDays();
    archive
        .put("shop/base//x", "")
        .put("shop/base/ /x", "")
        .put("shop/base/file", "")
        .put("/shop/base/none/annotations/keep", "full");
    archive
        .put("shop/base/20300601T000000/data_99999999999999.tar", "x")
        .put("shop/base/20300601T000000/other", "x");
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.keys())
        .contains("base/20300601T000000/other", "base/20300601T000000/data_99999999999999.tar")
        .doesNotContain("base/20300601T000000/data.tar", "base/20300601T000000/backup.info");
  }

  @Test
  void aBackupKeptByAUrlWithASlashAtItsEndIsKept() {
    threeDays();
    archive.put("/shop/base/20300601T000000/annotations/keep", "full");
    assertThat(verdicts("REDUNDANCY 1", 0)).containsEntry("01", "KEEP:FULL");
  }

  @Test
  void storesThatHaveNoEmptyNamesAreNotAskedForThem() {
    Archive plain = new Archive(WithoutEmptyNames::new);
    plain.put(day(1)).put(day(2)).put("shop/base/20300601T000000/annotations/keep", "full");
    Retention ofPlain = new Retention(plain.context());
    assertThat(verdicts(ofPlain.plan(RetentionPolicy.redundancy(1))))
        .containsEntry("01", "KEEP:FULL");
    new BackupCatalog(plain.context()).release(day(1).id());
    assertThat(verdicts(ofPlain.plan(RetentionPolicy.redundancy(1))))
        .containsEntry("01", "OBSOLETE");
  }
}
