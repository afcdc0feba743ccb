/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of a WAL segment: timeline, and the segment's number cut into a high part ("log", 4 GiB
 * of WAL) and a low part. Ordered by timeline, then position, which is the order of the names.
 *
 * @param timeline on which it was written
 * @param log the middle eight digits, unsigned
 * @param segment the last eight digits, unsigned; below {@link WalSegmentSize#segmentsPerLog()}
 */
public record WalSegmentName(TimelineId timeline, int log, int segment)
    implements WalFileName, Comparable<WalSegmentName> {

  private static final Comparator<WalSegmentName> ORDER =
      Comparator.comparing(WalSegmentName::timeline)
          .thenComparing(WalSegmentName::log, Integer::compareUnsigned)
          .thenComparing(WalSegmentName::segment, Integer::compareUnsigned);

  /**
   * Reads 24 hexadecimal digits.
   *
   * @throws IllegalArgumentException if the name is not that of a segment
   */
  public static WalSegmentName parse(String name) {
    if (WalFileName.parse(name) instanceof WalSegmentName segment) {
      return segment;
    }
    throw new IllegalArgumentException("Not a WAL segment's name (24 digits): '" + name + "'");
  }

  /**
   * Returns the segment in which the position lies; a position on a boundary lies in the segment
   * that begins there.
   */
  public static WalSegmentName at(TimelineId timeline, Lsn lsn, WalSegmentSize size) {
    return numbered(timeline, size.segmentNumber(lsn), size);
  }

  private static WalSegmentName numbered(TimelineId timeline, long number, WalSegmentSize size) {
    long perLog = size.segmentsPerLog();
    return new WalSegmentName(
        timeline,
        (int) Long.divideUnsigned(number, perLog),
        (int) Long.remainderUnsigned(number, perLog));
  }

  /** Returns the segment's number since the beginning of the WAL. */
  public long number(WalSegmentSize size) {
    return Integer.toUnsignedLong(log) * size.segmentsPerLog() + Integer.toUnsignedLong(segment);
  }

  /** Returns the position of the segment's first byte. */
  public Lsn beginLsn(WalSegmentSize size) {
    return new Lsn(number(size) * size.bytes());
  }

  /** Returns the segment that follows on the same timeline. */
  public WalSegmentName next(WalSegmentSize size) {
    return numbered(timeline, number(size) + 1, size);
  }

  /** Returns the segment of the same position on another timeline. */
  public WalSegmentName onTimeline(TimelineId other) {
    return new WalSegmentName(other, log, segment);
  }

  /** Returns the first sixteen digits, which name the segment's directory in an archive. */
  public String hashDirectory() {
    return String.format(Locale.ROOT, "%s%08X", timeline.toHex(), log);
  }

  @Override
  public int compareTo(WalSegmentName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s%08X%08X", timeline.toHex(), log, segment);
  }

  // Compared by every program that archives a file; a record's own way takes the JVM 30 ms at
  // first.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WalSegmentName that
        && timeline.equals(that.timeline)
        && log == that.log
        && segment == that.segment;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * timeline.hashCode() + log) + segment;
  }
}
