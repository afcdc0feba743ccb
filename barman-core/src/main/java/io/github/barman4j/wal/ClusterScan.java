/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the WAL of one cluster among that of several under one server name, as {@code pg_upgrade}
 * leaves it: by the first pages of segments. Positions go on where one cluster follows another, so
 * that a range of segments changes hands once at most.
 */
final class ClusterScan {

  private final WalArchive wal;
  private final WalInventory all;
  private final SystemIdentifier cluster;

  ClusterScan(WalArchive wal, WalInventory all, SystemIdentifier cluster) {
    this.wal = wal;
    this.all = all;
    this.cluster = cluster;
  }

  WalInventory scan() {
    List<WalRange> ranges = all.ranges().stream().flatMap(this::own).toList();
    List<TimelineId> histories = all.histories().stream().filter(this::isOwn).toList();
    return all.restrictedTo(ranges, histories);
  }

  private Stream<WalRange> own(WalRange range) {
    boolean first = isOwn(range.firstName());
    if (first == isOwn(range.lastName())) {
      return first ? Stream.of(range) : Stream.empty();
    }
    long low = range.first();
    long high = range.last();
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      boolean asFirst = isOwn(range.name(middle)) == first;
      low = asFirst ? middle : low;
      high = asFirst ? high : middle;
    }
    return Stream.of(
        first
            ? new WalRange(range.timeline(), range.first(), low, range.segmentSize())
            : new WalRange(range.timeline(), high, range.last(), range.segmentSize()));
  }

  /** A history does not say whose it is; the segment that its timeline begins with does. */
  private boolean isOwn(TimelineId timeline) {
    List<TimelineHistory.Switch> switches = switches(timeline);
    if (switches.isEmpty()) {
      return true;
    }
    Lsn left = switches.get(switches.size() - 1).lsn();
    WalSegmentName first = WalSegmentName.at(timeline, left, all.segmentSize());
    if (all.contains(first)) {
      return isOwn(first);
    }
    List<WalRange> ranges = all.ranges(timeline);
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> own(range).findAny().isPresent());
  }

  private List<TimelineHistory.Switch> switches(TimelineId timeline) {
    try {
      return wal.history(timeline).switches();
    } catch (CorruptArchiveException unreadable) {
      return List.of();
    }
  }

  /** What does not say whose it is, or cannot be read, may be anybody's. */
  private boolean isOwn(WalSegmentName segment) {
    return StoreFailures.during("Read the first page of " + segment, () -> owner(segment))
        .map(cluster::equals)
        .orElse(true);
  }

  private Optional<SystemIdentifier> owner(WalSegmentName segment) throws IOException {
    try (InputStream content = wal.open(segment).orElseGet(InputStream::nullInputStream)) {
      return WalPageHeader.find(content.readNBytes(WalPageHeader.LENGTH))
          .filter(WalPageHeader::isCertain)
          .map(WalPageHeader::systemIdentifier);
    } catch (MalformedStreamException damaged) {
      return Optional.empty();
    }
  }
}
