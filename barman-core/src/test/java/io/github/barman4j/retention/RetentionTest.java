/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;
import static io.github.barman4j.catalog.Archive.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.retention.RetentionOptions.FailedBackups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies decide. Names begin with the reference of the failure they keep away. */
class RetentionTest {

  private static final String TLI1 = "0000000100000000000000";

  private final Archive archive = new Archive();
  private final Retention retention = new Retention(archive.context());

  /** Three backups, one a day, each with two segments until the next. */
  private void threeDays() {
    archive.put(day(1)).put(day(2)).put(day(3));
    archive.wal(segments(1, 8));
  }

  private static BackupInfo day(int day) {
    return done("2030060" + day + "T000000", TLI1 + String.format("%02X", day * 2));
  }

  private static String[] segments(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> String.format("%s%02X", TLI1, i))
        .toArray(String[]::new);
  }

  private Map<String, String> verdicts(String policy, int minimum) {
    return verdicts(retention.plan(RetentionPolicy.parse(policy).withMinimumRedundancy(minimum)));
  }

  private static Map<String, String> verdicts(RetentionPlan plan) {
    return plan.backups().stream()
        .collect(Collectors.toMap(b -> b.id().value().substring(6, 8), b -> b.status().word()));
  }

  private void keep(int day, String target) {
    archive.put("shop/base/2030060" + day + "T000000/annotations/keep", target);
  }

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
    assertThat(plan.toText().lines().map(line -> line.replaceAll("[\\d,]+ bytes", "n bytes")))
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
  void pgprobackup150KeptBackupsAndTheirWalStay() {
    threeDays();
    keep(1, "full");
    assertThat(verdicts("REDUNDANCY 1", 0))
        .containsEntry("01", "KEEP:FULL")
        .containsEntry("02", "OBSOLETE");
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.backupIds()).containsExactly("20300601T000000", "20300603T000000");
    assertThat(archive.walNames()).contains(segments(2, 8)).doesNotContain(TLI1 + "01");
  }

  @Test
  void aBackupKeptAloneHoldsItsOwnWalOnly() {
    archive
        .put(done("20300601T000000", TLI1 + "02", TLI1 + "03"))
        .put(day(2))
        .put(day(3))
        .wal(segments(1, 8));
    archive.wal("000000020000000000000003");
    keep(1, "standalone");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(verdicts(plan)).containsEntry("01", "KEEP:STANDALONE");
    retention.apply(plan);
    assertThat(archive.walNames())
        .containsExactly(TLI1 + "02", TLI1 + "03", TLI1 + "06", TLI1 + "07", TLI1 + "08");
  }

  @Test
  void aBackupKeptAloneOnWhichThePolicyReliesHoldsAllLaterWal() {
    threeDays();
    keep(2, "standalone");
    retention.apply(retention.plan(RetentionPolicy.redundancy(2)));
    assertThat(archive.walNames()).containsExactly(segments(4, 8));
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
  void pgbackrest680NoWalGoesUnlessABackupGoes() {
    archive.put(day(3)).wal(segments(1, 8));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.wal())
        .singleElement()
        .extracting(WalRange::reason)
        .isEqualTo("no backup goes that needed WAL");
    assertThat(retention.apply(plan).deletedWalFiles()).isZero();
    assertThat(archive.walNames()).hasSize(8);
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
  void walg230WalOfEveryTimelineThatABackupThatStaysCanFollowStays() {
    archive.put(day(1)).put(day(2)).wal(segments(1, 7));
    archive.wal(
        "00000002.history",
        "000000020000000000000005",
        "000000020000000000000006",
        "000000030000000000000006",
        "000000030000000000000003");
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.walNames())
        .containsExactly(
            TLI1 + "04",
            TLI1 + "05",
            TLI1 + "06",
            TLI1 + "07",
            "00000002.history",
            "000000020000000000000005",
            "000000020000000000000006",
            "000000030000000000000006");
  }

  @Test
  void walg230WalThatIsNotWalNeverGoes() {
    threeDays();
    archive
        .put("shop/wals/0000000100000000/notes.txt", "x")
        .put("shop/wals/" + TLI1 + "01", "misplaced");
    archive
        .put("shop/wals/0000000100000000/" + TLI1 + "01.foo", "x")
        .put("shop/walsX/0000000100000000/" + TLI1 + "01", "x");
    archive.put("shop2/wals/0000000100000000/" + TLI1 + "01", "other server");
    List<String> foreign =
        archive.keys().stream()
            .filter(key -> key.matches(".*(notes.txt|foo)|wals/0{7}1.{16}|walsX.*"))
            .toList();
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.keys()).containsAll(foreign);
    assertThat(foreign).hasSize(4);
    assertThat(archive.keys("shop2/")).hasSize(1);
  }

  @Test
  void compressedWalIsJudgedByItsName() {
    threeDays();
    archive.wal(TLI1 + "01.gz", TLI1 + "02.zst", TLI1 + "07.lz4", TLI1 + "03.00000028.backup.xz");
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.walNames())
        .containsExactly(TLI1 + "06", TLI1 + "07", TLI1 + "07.lz4", TLI1 + "08");
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
  void barman11NoWalGoesWhileBackupsOfSeveralClustersAreThere() {
    archive.put(cluster(1, 7)).put(cluster(2, 7)).put(cluster(3, 8)).wal(segments(1, 8));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(2));
    assertThat(plan.deletedBackups()).hasSize(1);
    assertThat(plan.wal())
        .singleElement()
        .extracting(WalRange::reason)
        .asString()
        .contains("several clusters: [7, 8]");
    assertThat(retention.plan(RetentionPolicy.redundancy(1)).deletedWalFiles()).isEqualTo(5);
    archive.put("shop/barman4j/system-identifier", "9\n");
    assertThat(retention.plan(RetentionPolicy.redundancy(1)).deletedWalFiles()).isZero();
  }

  private static BackupInfo cluster(int day, long systemIdentifier) {
    return with(day(day), BackupField.SYSTEMID, new SystemIdentifier(systemIdentifier));
  }

  @Test
  void anUnreadableBackupStaysAndHoldsAllWalButDoesNotStopRetention() {
    threeDays();
    archive.put("shop/base/20300604T000000/backup.info", "garbage");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.deletedBackups()).hasSize(2);
    assertThat(plan.deletedWalFiles()).isZero();
    assertThat(plan.wal())
        .singleElement()
        .extracting(WalRange::reason)
        .asString()
        .contains("20300604T000000 is unreadable");
    assertThat(plan.find(BackupId.of("20300604T000000")).orElseThrow().reason())
        .contains("expected key=value");
  }

  @Test
  void aBackupThatDoesNotSayWhereItBeganHoldsAllWal() {
    threeDays();
    archive.put(
        with(day(3), b -> b.set(BackupField.BEGIN_WAL, null).set(BackupField.BEGIN_XLOG, null)));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.wal())
        .singleElement()
        .extracting(WalRange::reason)
        .asString()
        .contains("20300603T000000 does not say where it began");
  }

  @Test
  void pghoard325TheEarliestBeginThatAnythingSaysCounts() {
    threeDays();
    String label = "START WAL LOCATION: 0/5000028 (file 000000010000000000000005)\n";
    archive.put(with(day(3), BackupField.BACKUP_LABEL, label));
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.walNames()).containsExactly(segments(5, 8));
  }

  @Test
  void aLabelThatIsNoneIsNotAsked() {
    threeDays();
    archive.put(
        with(day(3), b -> b.set(BackupField.BACKUP_LABEL, "?").set(BackupField.BEGIN_WAL, null)));
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.walNames()).containsExactly(segments(6, 8));
  }

  @Test
  void pgbackrest259ARunningBackupOfOursHoldsWalFromItsBegin() {
    threeDays();
    archive.put(
        "shop/barman4j/running/20300629T000000", "status=STARTED\nbegin_wal=" + TLI1 + "03\n");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.find(BackupId.of("20300629T000000")).orElseThrow().reason())
        .isEqualTo("it is running");
    retention.apply(plan);
    assertThat(archive.walNames()).containsExactly(segments(3, 8));
  }

  @Test
  void pgbackrest259ABackupThatBarmanBeganHoldsWalFromItsBegin() {
    threeDays();
    archive.put(
        with(done("20300629T000000", TLI1 + "05"), BackupField.STATUS, BackupStatus.STARTED));
    retention.apply(retention.plan(RetentionPolicy.redundancy(1)));
    assertThat(archive.walNames()).containsExactly(segments(5, 8));
  }

  @Test
  void pgbackrest259ADirectoryInWhichSomethingWasWrittenOfLateHoldsAllWal() {
    threeDays();
    archive.put("shop/base/20300630T000000/data.tar.gz", "x");
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.deletedBackups()).hasSize(2);
    assertThat(plan.deletedWalFiles()).isZero();
  }

  @Test
  void whatACrashLeftHoldsNoWalAfterTheGracePeriod() {
    threeDays();
    archive.writtenAt(Archive.NOW.minus(Duration.ofHours(25)));
    archive
        .put("shop/base/20300628T000000/data.tar", "x")
        .put("shop/barman4j/running/20300629T000000", "?");
    archive.put(
        with(done("20300627T000000", TLI1 + "01"), BackupField.STATUS, BackupStatus.STARTED));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(1));
    assertThat(plan.deletedWalFiles()).isEqualTo(5);
    assertThat(plan.backups())
        .filteredOn(b -> b.id().value().startsWith("2030062"))
        .hasSize(3)
        .allMatch(b -> !b.deleted() && b.reason().contains("see if it can be deleted by id"));
    Retention patient =
        new Retention(
            archive.context(), RetentionOptions.defaults().withGrace(Duration.ofHours(26)));
    assertThat(patient.plan(RetentionPolicy.redundancy(1)).deletedWalFiles()).isZero();
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
  void contradictoryBackupsNeverBreakRetention() {
    threeDays();
    archive.put(
        with(day(2), BackupField.END_WAL, WalSegmentName.parse("000000090000000000000001")));
    archive.put(with(day(1), BackupField.END_WAL, WalSegmentName.parse(TLI1 + "01")));
    keep(1, "standalone");
    archive.put(day(5));
    RetentionPlan plan = retention.plan(RetentionPolicy.redundancy(2));
    assertThat(plan.wal()).filteredOn(WalRange::deleted).isNotEmpty();
    assertThat(retention.apply(plan).isComplete()).isTrue();
    assertThat(archive.walNames()).contains(TLI1 + "01", TLI1 + "06");
  }

  @Test
  void whereSegmentSizesDifferOnlyWholeFourGibibytesGo() {
    archive.put(with(day(1), BackupField.XLOG_SEGMENT_SIZE, new WalSegmentSize(1 << 20)));
    archive.put(with(day(2), BackupField.XLOG_SEGMENT_SIZE, new WalSegmentSize(1 << 20)));
    archive
        .put(done("20300603T000000", "000000010000000200000005"))
        .wal("000000010000000000000001", "000000010000000100000001", "000000010000000100000FFF");
    archive
        .put(done("20300604T000000", "000000010000000200000006"))
        .wal("000000010000000200000001", "000000010000000200000FFF");
    archive.put(
        with(
            done("20300602T000000", "000000010000000100000005"),
            BackupField.XLOG_SEGMENT_SIZE,
            new WalSegmentSize(1 << 20)));
    retention.apply(retention.plan(RetentionPolicy.redundancy(3)));
    assertThat(archive.walNames()).hasSize(4).doesNotContain("000000010000000000000001");
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
}
