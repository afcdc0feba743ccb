/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Segments, remembered as ranges: memory grows with the gaps, not with the segments. */
final class SegmentRanges {

  private final WalSegmentSize size;
  private final NavigableMap<TimelineId, NavigableMap<Long, Long>> timelines = new TreeMap<>();

  SegmentRanges(WalSegmentSize size) {
    this.size = size;
  }

  /** Adds a segment and tells whether it is new. */
  boolean add(WalSegmentName segment) {
    NavigableMap<Long, Long> ranges =
        timelines.computeIfAbsent(segment.timeline(), t -> new TreeMap<>());
    long number = segment.number(size);
    Entry<Long, Long> before = ranges.floorEntry(number);
    if (before != null && number <= before.getValue()) {
      return false;
    }
    boolean follows = before != null && before.getValue() == number - 1;
    long first = follows ? before.getKey() : number;
    Long lastOfNext = ranges.remove(number + 1);
    ranges.put(first, lastOfNext == null ? number : lastOfNext);
    return true;
  }

  /** Returns the ranges by timeline, then position. */
  List<WalRange> toList() {
    List<WalRange> list = new ArrayList<>();
    timelines.forEach(
        (timeline, ranges) ->
            ranges.forEach((first, last) -> list.add(new WalRange(timeline, first, last, size))));
    return List.copyOf(list);
  }
}
