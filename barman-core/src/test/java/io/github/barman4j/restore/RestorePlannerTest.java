/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which backup and WAL a plan picks, and why it says no. */
class RestorePlannerTest {

  private static final WalSegmentSize SIZE = WalSegmentSize.DEFAULT;
  private final List<BackupInfo> backups = new ArrayList<>();
  private final FakeArchive archive = new FakeArchive();

  /** Segments by name, without records in them. */
  private static final class FakeArchive implements ArchivedSegments {
    private final NavigableSet<WalSegmentName> segments = new TreeSet<>();
    private final Map<TimelineId, TimelineHistory> histories = new TreeMap<>();

    @Override
    public Set<TimelineId> timelines() {
      Set<TimelineId> all = new TreeSet<>(histories.keySet());
      segments.forEach(s -> all.add(s.timeline()));
      return all;
    }

    @Override
    public Optional<TimelineHistory> history(TimelineId timeline) {
      return Optional.ofNullable(histories.get(timeline));
    }

    @Override
    public boolean contains(WalSegmentName segment) {
      return segments.contains(segment);
    }

    @Override
    public OptionalLong lastNumber(TimelineId timeline, WalSegmentSize size) {
      return segments.stream()
          .filter(s -> s.timeline().equals(timeline))
          .mapToLong(s -> s.number(size))
          .max();
    }

    @Override
    public InputStream open(WalSegmentName segment) {
      return new ByteArrayInputStream(new byte[8192]);
    }
  }

  private void wal(long timeline, long first, long last) {
    for (long n = first; n <= last; n++) {
      archive.segments.add(segment(timeline, n));
    }
  }

  private static WalSegmentName segment(long timeline, long number) {
    return WalSegmentName.at(TimelineId.of(timeline), new Lsn(number * SIZE.bytes()), SIZE);
  }

  private void switched(long from, long to, String lsn) {
    TimelineHistory parent =
        archive
            .history(TimelineId.of(from))
            .orElse(TimelineHistory.withoutAncestors(TimelineId.of(from)));
    List<TimelineHistory.Switch> switches = new ArrayList<>(parent.switches());
    switches.add(new TimelineHistory.Switch(TimelineId.of(from), Lsn.parse(lsn)));
    archive.histories.put(TimelineId.of(to), new TimelineHistory(TimelineId.of(to), switches));
  }

  private BackupInfo.Builder backup(String id, long timeline, long segment) {
    Lsn begin = new Lsn(segment * SIZE.bytes() + 40);
    return BackupInfo.builder(BackupId.of(id))
        .set(BackupField.STATUS, BackupStatus.DONE)
        .set(BackupField.TIMELINE, TimelineId.of(timeline))
        .set(BackupField.BEGIN_WAL, segment(timeline, segment))
        .set(BackupField.BEGIN_XLOG, begin)
        .set(BackupField.END_WAL, segment(timeline, segment))
        .set(BackupField.END_XLOG, begin.plus(1000))
        .set(BackupField.END_TIME, OffsetDateTime.parse("2031-05-06T0" + segment % 10 + ":00:00Z"));
  }

  private RestorePlanner.Decision plan(RestoreRequest request) throws IOException {
    return new RestorePlanner(request, archive, new Candidates(backups, archive)).decide();
  }

  private RestorePlanner.Decision plan(RecoveryTarget target) throws IOException {
    return plan(RestoreRequest.to(target));
  }

  private static List<String> ranges(RestorePlanner.Decision decision) {
    return decision.wal().stream().map(r -> r.firstName() + "-" + r.lastName()).toList();
  }

  private static String range(long timeline, long first, long last) {
    return segment(timeline, first) + "-" + segment(timeline, last);
  }

  @Test
  void latestTakesTheNewestBackupAndAllWalBehindIt() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    backups.add(backup("20310102T000000", 1, 5).build());
    wal(1, 2, 9);
    RestorePlanner.Decision decision = plan(RecoveryTarget.latest());
    assertThat(decision.backup().id().value()).isEqualTo("20310102T000000");
    assertThat(ranges(decision)).containsExactly(range(1, 5, 9));
  }

  @Test
  void backupsThatAreNotWholeAreNeverTaken() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    backups.add(
        backup("20310102T000000", 1, 5).set(BackupField.STATUS, BackupStatus.FAILED).build());
    backups.add(
        backup("20310103T000000", 1, 6)
            .set(BackupField.PARENT_BACKUP_ID, "20310101T000000")
            .build());
    wal(1, 2, 9);
    assertThat(plan(RecoveryTarget.latest()).backup().id().value()).isEqualTo("20310101T000000");
  }

  @Test
  void immediateNeedsOnlyTheBackupsOwnWal() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 9);
    assertThat(ranges(plan(RecoveryTarget.immediate()))).containsExactly(range(1, 2, 2));
  }

  @Test
  void missingSegmentsAreListed() {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 4);
    wal(1, 7, 9);
    assertThatThrownBy(() -> plan(RecoveryTarget.latest()))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining(segment(1, 5).toString())
        .hasMessageContaining(segment(1, 6).toString());
  }

  @Test
  void aBackupWhoseOwnWalNeverCameDoesNotStandInTheWayOfAnOlderOne() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    backups.add(backup("20310102T000000", 1, 5).build());
    wal(1, 2, 4);
    assertThat(plan(RecoveryTarget.latest()).backup().id().value()).isEqualTo("20310101T000000");
    backups.remove(0);
    assertThatThrownBy(() -> plan(RecoveryTarget.latest()))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("WAL from backup 20310102T000000 on is missing");
  }

  @Test
  void aTimelinesFirstSegmentIsTheOneInWhichItsParentWasLeft() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 4);
    wal(2, 5, 6);
    wal(3, 7, 9);
    switched(1, 2, "0/5000100");
    switched(2, 3, "0/7000000");
    RestorePlanner.Decision decision = plan(RecoveryTarget.latest());
    assertThat(decision.history().timeline()).isEqualTo(TimelineId.of(3));
    assertThat(ranges(decision)).containsExactly(range(1, 2, 4), range(2, 5, 6), range(3, 7, 9));
  }

  @Test
  void aBackupThatEndsBehindTheSwitchDoesNotLeadToTheNewTimeline() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    backups.add(backup("20310102T000000", 1, 8).build());
    wal(1, 2, 9);
    wal(2, 5, 6);
    switched(1, 2, "0/5000100");
    RestorePlanner.Decision decision = plan(RecoveryTarget.latest());
    assertThat(decision.backup().id().value()).isEqualTo("20310101T000000");
    assertThat(
            plan(RestoreRequest.to(RecoveryTarget.latest()).along(RecoveryTimeline.current()))
                .backup()
                .id()
                .value())
        .isEqualTo("20310102T000000");
  }

  /** Known failure 18: an orphan history of a cluster that never was ours. */
  @Test
  void anOrphanHistoryThatNoBackupLeadsToIsPassedOver() throws IOException {
    backups.add(backup("20310101T000000", 1, 6).build());
    wal(1, 6, 9);
    switched(1, 7, "0/3000100");
    assertThat(plan(RecoveryTarget.latest()).history().timeline()).isEqualTo(TimelineId.of(1));
  }

  @Test
  void anUnknownTimelineIsAnErrorThatListsTheKnown() {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 3);
    assertThatThrownBy(
            () ->
                plan(
                    RestoreRequest.to(RecoveryTarget.latest())
                        .along(RecoveryTimeline.of(TimelineId.of(9)))))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("Timeline 9")
        .hasMessageContaining("[1]");
  }

  @Test
  void targetsBeforeTheFirstBackupSaySo() {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 9);
    assertThatThrownBy(() -> plan(RecoveryTarget.lsn(Lsn.parse("0/2000010"))))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("before the end of the oldest backup, 20310101T000000");
    assertThatThrownBy(() -> plan(RecoveryTarget.time(Instant.parse("2030-01-01T00:00:00Z"))))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("before the end of the oldest backup, 20310101T000000");
  }

  @Test
  void targetsBehindTheLastWalSaySo() {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 9);
    List<RecoveryTarget> targets =
        Arrays.asList(
            RecoveryTarget.lsn(Lsn.parse("0/F000000")),
            RecoveryTarget.time(Instant.parse("2040-01-01T00:00:00Z")),
            RecoveryTarget.xid(777),
            RecoveryTarget.restorePoint("nowhere"));
    for (RecoveryTarget target : targets) {
      assertThatThrownBy(() -> plan(target))
          .isInstanceOf(RecoveryTargetUnreachableException.class)
          .hasMessageContaining(target.describe());
    }
  }

  @Test
  void anUnknownBackupIsAnErrorThatListsTheKnown() {
    backups.add(backup("20310101T000000", 1, 2).build());
    assertThatThrownBy(
            () -> plan(RestoreRequest.to(RecoveryTarget.latest()).from(BackupId.of("nope"))))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("20310101T000000");
  }

  /** Delta Q17: tools that take the files of an incremental backup for a cluster. */
  @Test
  void anIncrementalBackupIsRefused() {
    backups.add(
        backup("20310103T000000", 1, 6)
            .set(BackupField.PARENT_BACKUP_ID, "20310101T000000")
            .build());
    assertThatThrownBy(
            () ->
                plan(
                    RestoreRequest.to(RecoveryTarget.latest())
                        .from(BackupId.of("20310103T000000"))))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("incremental");
  }

  @Test
  void anEmptyCatalogSaysSo() {
    assertThatThrownBy(() -> plan(RecoveryTarget.latest()))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("no whole backup");
  }

  @Test
  void aPlanIsPrintedForPeopleAndForPrograms() throws IOException {
    backups.add(backup("20310101T000000", 1, 2).build());
    wal(1, 2, 9);
    RestorePlanner.Decision decision = plan(RecoveryTarget.immediate());
    RestorePlan plan =
        new RestorePlan(
            RestoreRequest.to(RecoveryTarget.immediate()),
            decision.backup(),
            decision.history(),
            List.of(),
            decision.wal(),
            decision.found(),
            decision.warnings());
    assertThat(plan.describe()).contains("20310101T000000", "1 WAL segments of 16 MiB");
    assertThat(plan.toJson())
        .contains("\"backup_id\"", "\"first\"", segment(1, 2).toString())
        .doesNotContain("\n");
  }
}
