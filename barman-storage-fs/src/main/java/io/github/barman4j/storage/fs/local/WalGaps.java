/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Segments that are missing between the oldest backup that needs WAL and the newest that is there:
 * on each timeline from the first backup on it, or from where it branched off, to its last segment.
 */
final class WalGaps {

  private static final int MOST = 20;

  private final LocalContext context;
  private final KnownBackups backups;
  private final WalOnDisk wal;

  WalGaps(LocalContext context, KnownBackups backups, WalOnDisk wal) {
    this.context = context;
    this.backups = backups;
    this.wal = wal;
  }

  /** Returns them as names, or ranges of names; not more than somebody would read. */
  List<String> find() throws IOException {
    NavigableMap<TimelineId, WalSegmentName> begins = begins();
    List<String> missing = new ArrayList<>();
    NavigableMap<TimelineId, NavigableSet<WalSegmentName>> present = wal.segments();
    WalSegmentSize size =
        backups.newestWhole().map(BackupInfo::walSegmentSize).orElse(WalSegmentSize.DEFAULT);
    begins.forEach(
        (timeline, begin) -> {
          NavigableSet<WalSegmentName> segments = present.get(timeline);
          if (segments == null) {
            missing.add(begin.toString());
          } else {
            addMissing(begin, segments, size, missing);
          }
        });
    return missing.size() <= MOST ? missing : missing.subList(0, MOST);
  }

  private NavigableMap<TimelineId, WalSegmentName> begins() throws IOException {
    NavigableMap<TimelineId, WalSegmentName> begins = new TreeMap<>();
    for (BackupInfo info : backups.infos().values()) {
      if (KnownBackups.isWhole(info) && !isStandalone(info.id())) {
        info.beginWal().ifPresent(begin -> begins.merge(begin.timeline(), begin, WalGaps::first));
      }
    }
    if (!begins.isEmpty()) {
      for (TimelineId later : wal.segments().tailMap(begins.firstKey(), false).keySet()) {
        branch(later, begins.firstKey())
            .ifPresent(begin -> begins.merge(later, begin, WalGaps::first));
      }
    }
    return begins;
  }

  private static WalSegmentName first(WalSegmentName one, WalSegmentName other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private boolean isStandalone(BackupId id) throws IOException {
    return context
        .annotations()
        .find(id, "keep")
        .filter(KeepTarget.STANDALONE.word()::equals)
        .isPresent();
  }

  /**
   * Returns the first segment of a timeline that branched off; compressed histories are not read.
   */
  private Optional<WalSegmentName> branch(TimelineId timeline, TimelineId oldest)
      throws IOException {
    Optional<Path> file = wal.find(new WalFileName.History(timeline));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      TimelineHistory history =
          TimelineHistory.parse(timeline, Files.readString(file.get(), ISO_8859_1));
      WalSegmentSize size =
          backups.newestWhole().map(BackupInfo::walSegmentSize).orElse(WalSegmentSize.DEFAULT);
      return history.contains(oldest) && !history.switches().isEmpty()
          ? Optional.of(WalSegmentName.at(timeline, lastSwitch(history), size))
          : Optional.empty();
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Lsn lastSwitch(TimelineHistory history) {
    return history.switches().get(history.switches().size() - 1).lsn();
  }

  private static void addMissing(
      WalSegmentName begin,
      NavigableSet<WalSegmentName> present,
      WalSegmentSize size,
      List<String> missing) {
    WalSegmentName expected = begin;
    for (WalSegmentName segment : present.tailSet(begin, true)) {
      if (expected.compareTo(segment) < 0) {
        missing.add(range(expected, segment, size));
      }
      expected = segment.next(size);
    }
    if (present.last().compareTo(begin) < 0) {
      missing.add(begin.toString());
    }
  }

  private static String range(WalSegmentName from, WalSegmentName to, WalSegmentSize size) {
    long count = to.number(size) - from.number(size);
    return count == 1 ? from.toString() : from + " and " + (count - 1) + " after it";
  }
}
