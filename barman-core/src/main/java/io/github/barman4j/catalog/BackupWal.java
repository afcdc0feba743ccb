/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The WAL without which a backup does not become consistent. Where a backup ends on the boundary of
 * a segment, {@code backup.info} may name the segment behind it, of which nothing is needed.
 *
 * @param first segment needed
 * @param last segment needed, on the same timeline or on one that branched off it while the backup
 *     ran, which only a backup from a standby can survive
 * @param size of the segments
 */
public record BackupWal(WalSegmentName first, WalSegmentName last, WalSegmentSize size) {

  /** Checks that all are there. */
  public BackupWal {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
    Objects.requireNonNull(size, "size");
  }

  /** Returns what a backup needs, empty if its {@code backup.info} does not say it. */
  public static Optional<BackupWal> of(BackupInfo backup) {
    WalSegmentSize size = backup.walSegmentSize();
    return first(backup)
        .flatMap(
            first ->
                end(backup, first)
                    .map(end -> new BackupWal(first, last(backup, first, end), size)));
  }

  /** Returns what is needed from a segment up to, without, the byte at a position. */
  public static BackupWal between(WalSegmentName first, Lsn end, WalSegmentSize size) {
    return new BackupWal(first, lastBefore(end, first.timeline(), size), size);
  }

  private static Optional<WalSegmentName> first(BackupInfo backup) {
    return backup.beginWal().or(() -> backup.beginLsn().flatMap(lsn -> at(backup, lsn)));
  }

  private static Optional<WalSegmentName> at(BackupInfo backup, Lsn lsn) {
    return backup.timeline().map(on -> WalSegmentName.at(on, lsn, backup.walSegmentSize()));
  }

  private static Optional<WalSegmentName> end(BackupInfo backup, WalSegmentName first) {
    return backup
        .endWal()
        .or(
            () ->
                backup
                    .endLsn()
                    .map(lsn -> lastBefore(lsn, first.timeline(), backup.walSegmentSize())));
  }

  private static WalSegmentName lastBefore(Lsn end, TimelineId timeline, WalSegmentSize size) {
    return WalSegmentName.at(timeline, new Lsn(Math.max(0, end.value() - 1)), size);
  }

  private static WalSegmentName last(BackupInfo backup, WalSegmentName first, WalSegmentName end) {
    WalSegmentSize size = backup.walSegmentSize();
    boolean several = end.number(size) > first.number(size);
    return backup
        .endLsn()
        .filter(lsn -> several && lsn.equals(end.beginLsn(size)))
        .map(lsn -> lastBefore(lsn, end.timeline(), size))
        .orElse(end);
  }

  /** Returns the segments, first to last, named on the timeline of the first, as consumed. */
  public Stream<WalSegmentName> segments() {
    return LongStream.rangeClosed(first.number(size), last.number(size))
        .mapToObj(
            number -> WalSegmentName.at(first.timeline(), new Lsn(number * size.bytes()), size));
  }

  /**
   * Returns the first segment that is not in an archive on any timeline that the backup was on.
   *
   * @param timelines that the archive has
   * @param archived tells whether it has a segment
   */
  public Optional<WalSegmentName> firstMissing(
      Collection<TimelineId> timelines, Predicate<WalSegmentName> archived) {
    return segments()
        .filter(
            segment ->
                timelines.stream()
                    .map(segment::onTimeline)
                    .noneMatch(on -> contains(on) && archived.test(on)))
        .findFirst();
  }

  /** Tells whether a segment is one of these, on one of the timelines that the backup was on. */
  public boolean contains(WalSegmentName segment) {
    long number = segment.number(size);
    return segment.timeline().compareTo(first.timeline()) >= 0
        && segment.timeline().compareTo(last.timeline()) <= 0
        && number >= first.number(size)
        && number <= last.number(size);
  }
}
