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
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which WAL stays. Names begin with the reference of the failure they keep away. */
class RetainedWalTest extends RetentionFixture {

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
        .filteredOn(b -> b.id().value().startsWith("2030062") && !b.deleted())
        .hasSize(2)
        .allMatch(b -> b.reason().contains("see if it can be deleted by id"));
    assertThat(plan.find(BackupId.of("20300629T000000")).orElseThrow().reason())
        .isEqualTo("it never ended, and nothing was written for PT24H");
    Retention patient =
        new Retention(
            archive.context(), RetentionOptions.defaults().withGrace(Duration.ofHours(26)));
    assertThat(patient.plan(RetentionPolicy.redundancy(1)).deletedWalFiles()).isZero();
  }

  @Test
  void contradictoryBackupsNeverBreakRetention() {
    threeDays();
    archive.put(
        with(day(2), BackupField.END_WAL, WalSegmentName.parse("000000090000000000000001")));
    archive.put(with(day(1), BackupField.END_WAL, WalSegmentName.parse(TLI1 + "01")));
    keep(1, "standalone");
    archive.put(day(5)).wal(TLI1 + "0A");
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
    archive.wal("000000010000000100000005", "000000010000000200000005", "000000010000000200000006");
    retention.apply(retention.plan(RetentionPolicy.redundancy(3)));
    assertThat(archive.walNames()).hasSize(7).doesNotContain("000000010000000000000001");
  }
}
