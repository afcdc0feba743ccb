/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Segments that follow each other on one timeline.
 *
 * @param timeline of all of them
 * @param first number of the first, counted from the beginning of the WAL
 * @param last number of the last, at least {@code first}
 * @param segmentSize of the cluster, which the names depend on
 */
public record WalRange(TimelineId timeline, long first, long last, WalSegmentSize segmentSize) {

  /** Checks that the range is not empty. */
  public WalRange {
    Objects.requireNonNull(timeline, "timeline");
    Objects.requireNonNull(segmentSize, "segmentSize");
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "A range of WAL has 0 <= first <= last, got " + first + " and " + last);
    }
  }

  /**
   * Returns the range from one segment to another, both included.
   *
   * @throws IllegalArgumentException if they are on different timelines, or the last is before
   */
  public static WalRange of(WalSegmentName first, WalSegmentName last, WalSegmentSize size) {
    if (!first.timeline().equals(last.timeline())) {
      throw new IllegalArgumentException(
          "A range of WAL is on one timeline, got " + first + " to " + last);
    }
    return new WalRange(first.timeline(), first.number(size), last.number(size), size);
  }

  /**
   * Returns the segments that recovery needs to read the WAL between two positions along a
   * timeline's history, oldest first. The segment in which a timeline branches off is the later
   * one's: PostgreSQL copies its beginning, and looks for it there first.
   *
   * @param history of the timeline that recovery ends on
   * @param begin the first position needed
   * @param end the position up to which WAL is needed, itself not; behind {@code begin}
   */
  public static List<WalRange> needed(
      TimelineHistory history, Lsn begin, Lsn end, WalSegmentSize size) {
    if (!begin.isBefore(end)) {
      throw new IllegalArgumentException(
          "WAL is needed from a position to a later one, got " + begin + " to " + end);
    }
    long next = size.segmentNumber(begin);
    long last = size.segmentNumber(new Lsn(end.value() - 1));
    List<WalRange> ranges = new ArrayList<>();
    for (TimelineHistory.Switch branch : history.switches()) {
      long until = Math.min(last, size.segmentNumber(branch.lsn()) - 1);
      next = add(ranges, branch.parent(), next, until, size);
    }
    add(ranges, history.timeline(), next, last, size);
    return List.copyOf(ranges);
  }

  private static long add(
      List<WalRange> ranges, TimelineId timeline, long next, long until, WalSegmentSize size) {
    if (until < next) {
      return next;
    }
    ranges.add(new WalRange(timeline, next, until, size));
    return until + 1;
  }

  /** Returns how many segments these are. */
  public long count() {
    return last - first + 1;
  }

  /** Returns the name of the first segment. */
  public WalSegmentName firstName() {
    return name(first);
  }

  /** Returns the name of the last segment. */
  public WalSegmentName lastName() {
    return name(last);
  }

  /** Returns the position of the first byte. */
  public Lsn beginLsn() {
    return new Lsn(first * segmentSize.bytes());
  }

  /** Returns the position behind the last byte. */
  public Lsn endLsn() {
    return new Lsn((last + 1) * segmentSize.bytes());
  }

  /** Tells whether the segment is one of these. */
  public boolean contains(WalSegmentName segment) {
    long number = segment.number(segmentSize);
    return timeline.equals(segment.timeline()) && first <= number && number <= last;
  }

  /** Returns the names of the segments in order, made as they are consumed. */
  public Stream<WalSegmentName> names() {
    return LongStream.rangeClosed(first, last).mapToObj(this::name);
  }

  /** Returns the name of the segment of a number on this timeline. */
  WalSegmentName name(long number) {
    return WalSegmentName.at(timeline, new Lsn(number * segmentSize.bytes()), segmentSize);
  }

  /** Returns the first and the last name. */
  @Override
  public String toString() {
    return first == last ? firstName().toString() : firstName() + " to " + lastName();
  }
}
