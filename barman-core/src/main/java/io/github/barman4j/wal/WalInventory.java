/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a WAL archive holds: segments as ranges, and everything else that lies there. Immutable; a
 * picture of the moment it was listed.
 */
public final class WalInventory {

  private final String serverName;
  private final Contents contents;
  private final NavigableMap<TimelineId, NavigableMap<Long, WalRange>> byTimeline = new TreeMap<>();

  /**
   * What was counted.
   *
   * @param segmentSize of the archived cluster; the default if there is no segment
   * @param ranges of segments, by timeline and position
   * @param histories timelines whose history is archived
   * @param partials segments that are there as {@code .partial}, at most {@link KeySample#LIMIT}
   * @param segmentBytes what the segments take up as stored
   * @param backupHistories how many {@code .backup} files there are
   * @param duplicates further objects of a segment that is there already, in another compression
   * @param unfit objects that cannot be the segment they are named after: their size says so
   * @param unknown objects that are no WAL files
   */
  record Contents(
      WalSegmentSize segmentSize,
      List<WalRange> ranges,
      List<TimelineId> histories,
      List<WalSegmentName> partials,
      long segmentBytes,
      long backupHistories,
      KeySample duplicates,
      KeySample unfit,
      KeySample unknown) {}

  WalInventory(String serverName, Contents contents) {
    this.serverName = serverName;
    this.contents = contents;
    for (WalRange range : contents.ranges()) {
      byTimeline.computeIfAbsent(range.timeline(), t -> new TreeMap<>()).put(range.first(), range);
    }
  }

  /** Returns the same archive with these segments and histories only. */
  WalInventory restrictedTo(List<WalRange> ranges, List<TimelineId> histories) {
    return new WalInventory(
        serverName,
        new Contents(
            contents.segmentSize(),
            ranges,
            histories,
            contents.partials(),
            contents.segmentBytes(),
            contents.backupHistories(),
            contents.duplicates(),
            contents.unfit(),
            contents.unknown()));
  }

  /** Returns the server whose archive it is. */
  public String serverName() {
    return serverName;
  }

  /** Tells whether there is neither segment, history, partial nor backup history. */
  public boolean isEmpty() {
    return contents.ranges().isEmpty()
        && contents.histories().isEmpty()
        && contents.partials().isEmpty()
        && contents.backupHistories() == 0;
  }

  /** Returns the size of the segments; PostgreSQL's default if there is none. */
  public WalSegmentSize segmentSize() {
    return contents.segmentSize();
  }

  /** Returns the segments as ranges without gaps, by timeline and position. */
  public List<WalRange> ranges() {
    return contents.ranges();
  }

  /** Returns the ranges of one timeline, by position. */
  public List<WalRange> ranges(TimelineId timeline) {
    return List.copyOf(on(timeline).values());
  }

  /** Returns the timelines of which there is a segment or a history, ascending. */
  public List<TimelineId> timelines() {
    NavigableSet<TimelineId> all = new TreeSet<>(byTimeline.keySet());
    all.addAll(contents.histories());
    return List.copyOf(all);
  }

  /** Returns the first segment of a timeline, empty if there is none. */
  public Optional<WalSegmentName> first(TimelineId timeline) {
    return Optional.ofNullable(on(timeline).firstEntry()).map(e -> e.getValue().firstName());
  }

  /** Returns the last segment of a timeline, empty if there is none. */
  public Optional<WalSegmentName> last(TimelineId timeline) {
    return Optional.ofNullable(on(timeline).lastEntry()).map(e -> e.getValue().lastName());
  }

  /** Returns what is missing between the first and the last segment of each timeline. */
  public List<WalRange> gaps() {
    List<WalRange> gaps = new ArrayList<>();
    byTimeline.values().forEach(ranges -> gaps.addAll(gapsBetween(List.copyOf(ranges.values()))));
    return List.copyOf(gaps);
  }

  private List<WalRange> gapsBetween(List<WalRange> ranges) {
    List<WalRange> gaps = new ArrayList<>();
    for (int i = 1; i < ranges.size(); i++) {
      WalRange before = ranges.get(i - 1);
      gaps.add(
          new WalRange(
              before.timeline(), before.last() + 1, ranges.get(i).first() - 1, segmentSize()));
    }
    return gaps;
  }

  /** Returns how many segments there are, each counted once. */
  public long segmentCount() {
    return contents.ranges().stream().mapToLong(WalRange::count).sum();
  }

  /** Returns what the segments take up as stored, in bytes. */
  public long segmentBytes() {
    return contents.segmentBytes();
  }

  /** Returns the timelines whose history is archived, ascending. */
  public List<TimelineId> histories() {
    return contents.histories();
  }

  /** Returns the segments that are there as {@code .partial}, at most {@link KeySample#LIMIT}. */
  public List<WalSegmentName> partials() {
    return contents.partials();
  }

  /** Returns how many backup histories there are. */
  public long backupHistoryCount() {
    return contents.backupHistories();
  }

  /**
   * Returns further objects of segments that are there already, in another compression: Barman's
   * tools read any of them, or fail.
   */
  public KeySample duplicates() {
    return contents.duplicates();
  }

  /** Returns objects named after a segment that their size shows to be none; not in the ranges. */
  public KeySample unfit() {
    return contents.unfit();
  }

  /** Returns objects among the WAL that are no WAL files. */
  public KeySample unknown() {
    return contents.unknown();
  }

  /** Tells whether the file is there; of a backup history it is not known, and false. */
  public boolean contains(WalFileName name) {
    if (name instanceof WalSegmentName segment) {
      return covering(segment.timeline(), segment.number(segmentSize())).isPresent();
    }
    if (name instanceof WalFileName.Partial partial) {
      return contents.partials().contains(partial.segment());
    }
    return name instanceof WalFileName.History && contents.histories().contains(name.timeline());
  }

  /** Returns what is missing of a range, in order. */
  public List<WalRange> missing(WalRange wanted) {
    List<WalRange> missing = new ArrayList<>();
    long next = wanted.first();
    for (WalRange present : from(wanted.timeline(), next)) {
      if (present.first() > wanted.last()) {
        break;
      }
      if (present.first() > next) {
        missing.add(new WalRange(wanted.timeline(), next, present.first() - 1, segmentSize()));
      }
      next = Math.max(next, present.last() + 1);
    }
    if (next <= wanted.last()) {
      missing.add(new WalRange(wanted.timeline(), next, wanted.last(), segmentSize()));
    }
    return List.copyOf(missing);
  }

  /**
   * Returns what is missing from one segment to another, both included.
   *
   * @throws IllegalArgumentException if they are on different timelines, or the last is before
   */
  public List<WalRange> missing(WalSegmentName from, WalSegmentName to) {
    return missing(WalRange.of(from, to, segmentSize()));
  }

  /** Returns the first segment that is missing of the ranges, empty if they are complete. */
  public Optional<WalSegmentName> firstMissing(List<WalRange> needed) {
    return needed.stream()
        .flatMap(range -> missing(range).stream())
        .map(WalRange::firstName)
        .findFirst();
  }

  /**
   * Returns the position behind the last byte that recovery can read without a gap, beginning at a
   * position and going along a timeline's history; empty if the first segment is missing.
   */
  public Optional<Lsn> endOfWal(TimelineHistory history, Lsn begin) {
    Optional<Lsn> end = Optional.empty();
    Lsn position = begin;
    while (true) {
      TimelineId timeline = timelineOfSegment(history, position);
      Optional<WalRange> range = covering(timeline, segmentSize().segmentNumber(position));
      if (range.isEmpty()) {
        return end;
      }
      position = endOn(history, timeline, range.get());
      end = Optional.of(position);
    }
  }

  /** An ancestor's segments count up to, without, the one in which it was left. */
  private Lsn endOn(TimelineHistory history, TimelineId timeline, WalRange range) {
    Lsn left =
        history
            .switchPoint(timeline)
            .map(lsn -> new Lsn(segmentSize().segmentNumber(lsn) * segmentSize().bytes()))
            .orElse(range.endLsn());
    return left.isBefore(range.endLsn()) ? left : range.endLsn();
  }

  private TimelineId timelineOfSegment(TimelineHistory history, Lsn position) {
    long number = segmentSize().segmentNumber(position);
    return history.switches().stream()
        .filter(s -> number < segmentSize().segmentNumber(s.lsn()))
        .map(TimelineHistory.Switch::parent)
        .findFirst()
        .orElse(history.timeline());
  }

  private Optional<WalRange> covering(TimelineId timeline, long number) {
    return Optional.ofNullable(on(timeline).floorEntry(number))
        .map(Entry::getValue)
        .filter(range -> number <= range.last());
  }

  private Iterable<WalRange> from(TimelineId timeline, long number) {
    NavigableMap<Long, WalRange> ranges = on(timeline);
    Long floor = ranges.floorKey(number);
    return ranges.tailMap(floor == null ? number : floor, true).values();
  }

  private NavigableMap<Long, WalRange> on(TimelineId timeline) {
    return byTimeline.getOrDefault(timeline, new TreeMap<>());
  }

  /** Returns the inventory as text of several lines for a person. */
  public String describe() {
    return InventoryText.describe(this);
  }

  /** Returns the inventory as one JSON object; segments are named by first and last of a range. */
  public String toJson() {
    return InventoryText.json(this);
  }

  /** Returns a summary in one line. */
  @Override
  public String toString() {
    return "WAL of "
        + serverName
        + ": "
        + segmentCount()
        + " segments in "
        + ranges().size()
        + " ranges, "
        + segmentBytes()
        + " bytes";
  }
}
