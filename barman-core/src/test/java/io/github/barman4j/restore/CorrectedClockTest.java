/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.walrecord.WalWriter;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Targets in time, where the server's clock was set back and the times do not ascend. */
class CorrectedClockTest {

  private static final WalSegmentSize SIZE = WalSegmentSize.DEFAULT;
  private static final TimelineId ONE = TimelineId.of(1);
  private final List<BackupInfo> backups = new ArrayList<>();
  private final Commits archive = new Commits();

  /** Segments by number, each with commits of these times. */
  private static final class Commits implements ArchivedSegments {
    private final NavigableMap<Long, List<String>> times = new TreeMap<>();

    @Override
    public Set<TimelineId> timelines() {
      return Set.of(ONE);
    }

    @Override
    public Optional<TimelineHistory> history(TimelineId timeline) {
      return Optional.empty();
    }

    @Override
    public boolean contains(WalSegmentName segment) {
      return times.containsKey(segment.number(SIZE));
    }

    @Override
    public OptionalLong lastNumber(TimelineId timeline, WalSegmentSize size) {
      return OptionalLong.of(times.lastKey());
    }

    @Override
    public InputStream open(WalSegmentName segment) {
      WalWriter wal = new WalWriter(segment.beginLsn(SIZE).value()).filler(4000);
      times.get(segment.number(SIZE)).forEach(time -> wal.commit(at(time)));
      return new ByteArrayInputStream(wal.bytes());
    }
  }

  private static Instant at(String time) {
    return OffsetDateTime.parse("2031-05-06T00:00:00Z").with(LocalTime.parse(time)).toInstant();
  }

  private void segments(long first, String... timesOfEach) {
    for (int i = 0; i < timesOfEach.length; i++) {
      archive.times.put(first + i, List.of(timesOfEach[i].split(" ")));
    }
  }

  private void backup(String id, long segment, String endTime) {
    Lsn begin = new Lsn(segment * SIZE.bytes() + 40);
    backups.add(
        BackupInfo.builder(BackupId.of(id))
            .set(BackupField.STATUS, BackupStatus.DONE)
            .set(BackupField.TIMELINE, ONE)
            .set(BackupField.BEGIN_WAL, WalSegmentName.at(ONE, begin, SIZE))
            .set(BackupField.BEGIN_XLOG, begin)
            .set(BackupField.END_WAL, WalSegmentName.at(ONE, begin, SIZE))
            .set(BackupField.END_XLOG, begin.plus(1000))
            .set(BackupField.END_TIME, OffsetDateTime.parse("2031-05-06T" + endTime + ":00Z"))
            .build());
  }

  private RestorePlanner.Decision planFor(String time) throws IOException {
    RestoreRequest request = RestoreRequest.to(RecoveryTarget.time(at(time)));
    return new RestorePlanner(request, archive, new Candidates(backups, archive)).decide();
  }

  @Test
  void aTimeThatOnlyTheWrongClockShowedIsReached() throws IOException {
    backup("20310506T080000", 2, "08:00");
    segments(2, "08:01", "09:00", "14:00", "09:30", "09:45", "10:00", "10:15");

    assertThat(planFor("13:00").found()).contains("2031-05-06T14:00:00Z");
  }

  @Test
  void aTimeBeforeANewerBackupIsReachedFromTheOlderOne() throws IOException {
    backup("20310506T080000", 2, "08:00");
    backup("20310506T093000", 5, "09:30");
    segments(2, "08:01", "09:00", "14:00", "09:31", "09:45");

    assertThat(planFor("13:00").backup().id().value()).isEqualTo("20310506T080000");
  }

  @Test
  void aTimeBehindTheCorrectionIsReachedFromABackupThatEndedByTheWrongClock() throws IOException {
    backup("20310506T120000", 2, "12:00");
    segments(2, "10:05", "10:20", "10:40");

    assertThat(planFor("10:30").found()).contains("2031-05-06T10:40:00Z");
  }

  @Test
  void aTargetBehindAHoleIsStillReachedBeforeIt() throws IOException {
    backup("20310506T080000", 2, "08:00");
    segments(2, "08:01", "14:00", "09:30");
    segments(6, "13:30", "15:00");

    assertThat(planFor("13:00").found()).contains("2031-05-06T14:00:00Z");
  }

  @Test
  void whatNoCommitReachesStaysUnreachable() {
    backup("20310506T080000", 2, "08:00");
    backup("20310506T093000", 5, "09:30");
    segments(2, "08:01", "09:00", "14:00", "09:31", "09:45");

    assertThatThrownBy(() -> planFor("15:00"))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining(
            "the newest transaction in the archive ended at 2031-05-06T09:45:00Z");
    assertThatThrownBy(() -> planFor("07:00"))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("before the end of the oldest backup, 20310506T080000");
  }
}
