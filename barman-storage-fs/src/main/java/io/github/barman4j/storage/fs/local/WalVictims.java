/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which WAL goes with a backup: what no backup needs by Barman's rules, which compare names, and by
 * ours, which compare positions, as recovery may begin on one timeline and go on along another.
 */
final class WalVictims implements Predicate<WalFileName> {

  private static final Comparator<WalSegmentName> BY_POSITION =
      Comparator.comparing(WalSegmentName::log, Integer::compareUnsigned)
          .thenComparing(WalSegmentName::segment, Integer::compareUnsigned);

  private final WalSegmentName bound;
  private final WalSegmentName positionBound;
  private final List<BackupInfo> standalone;
  private final Set<TimelineId> protectedTimelines;

  private WalVictims(
      WalSegmentName bound,
      WalSegmentName positionBound,
      List<BackupInfo> standalone,
      Set<TimelineId> protectedTimelines) {
    this.bound = bound;
    this.positionBound = positionBound;
    this.standalone = standalone;
    this.protectedTimelines = protectedTimelines;
  }

  /**
   * Who asks, which makes a difference to Barman.
   *
   * @param others the backups that stay
   * @param standalone those of them that are kept with their own WAL only
   * @param byPolicy a retention policy deletes, not a person
   */
  record Survivors(Collection<BackupInfo> others, Set<BackupId> standalone, boolean byPolicy) {

    Survivors {
      others = others.stream().sorted(Comparator.comparing(BackupInfo::id)).toList();
    }

    private Stream<BackupInfo> whole() {
      return others.stream().filter(KnownBackups::isWhole);
    }

    private boolean isStandalone(BackupInfo info) {
      return standalone.contains(info.id()) && info.endWal().isPresent();
    }

    /**
     * Those that need all WAL from their begin on; the newest is one, kept as it may be. One that
     * was begun is none: whoever deletes holds the lock without which none is being made.
     */
    private Stream<BackupInfo> needy() {
      Optional<BackupId> newest = whole().map(BackupInfo::id).max(Comparator.naturalOrder());
      return others.stream()
          .filter(info -> KnownBackups.isWhole(info) || info.status() == BackupStatus.SYNCING)
          .filter(info -> !isStandalone(info) || newest.filter(info.id()::equals).isPresent());
    }

    private boolean agree(BackupInfo deleted) {
      Stream<BackupInfo> all = Stream.concat(Stream.of(deleted), whole());
      return all.flatMap(info -> info.systemIdentifier().stream())
                  .map(SystemIdentifier::value)
                  .distinct()
                  .count()
              <= 1
          && Stream.concat(Stream.of(deleted), whole())
                  .map(BackupInfo::walSegmentSize)
                  .map(WalSegmentSize::bytes)
                  .distinct()
                  .count()
              <= 1;
    }
  }

  private static boolean isUnfinished(BackupInfo info) {
    return info.status() == BackupStatus.STARTED || info.status() == BackupStatus.SYNCING;
  }

  /** Returns the rule for a backup that goes, empty if no WAL goes with it. */
  static Optional<WalVictims> of(BackupInfo deleted, Survivors survivors) {
    boolean wasWhole = KnownBackups.isWhole(deleted) || DeletionMark.isOn(deleted);
    List<BackupInfo> previous =
        survivors.whole().filter(info -> info.id().compareTo(deleted.id()) < 0).toList();
    boolean keepsAll =
        !previous.stream().allMatch(survivors::isStandalone)
            || (!previous.isEmpty() && !survivors.byPolicy());
    boolean unknown =
        survivors.needy().anyMatch(info -> KnownBackups.isWhole(info) && info.beginWal().isEmpty());
    Optional<WalSegmentName> bound = bound(deleted, survivors);
    if (!wasWhole || keepsAll || unknown || bound.isEmpty() || !survivors.agree(deleted)) {
      return Optional.empty();
    }
    List<BackupInfo> standalone = survivors.whole().filter(survivors::isStandalone).toList();
    WalSegmentName positionBound =
        survivors
            .needy()
            .flatMap(info -> Stream.concat(info.beginWal().stream(), info.endWal().stream()))
            .min(BY_POSITION)
            .orElse(bound.get());
    return Optional.of(
        new WalVictims(
            bound.get(), positionBound, standalone, otherTimelines(survivors, bound.get())));
  }

  private static Optional<WalSegmentName> bound(BackupInfo deleted, Survivors survivors) {
    return survivors
        .whole()
        .filter(info -> info.id().compareTo(deleted.id()) > 0)
        .findFirst()
        .map(BackupInfo::beginWal)
        .orElseGet(deleted::beginWal);
  }

  private static Set<TimelineId> otherTimelines(Survivors survivors, WalSegmentName bound) {
    return survivors.others().stream()
        .filter(info -> KnownBackups.isWhole(info) || isUnfinished(info))
        .flatMap(info -> info.timeline().stream())
        .filter(timeline -> !timeline.equals(bound.timeline()))
        .collect(Collectors.toSet());
  }

  /** Tells whether the file goes. */
  @Override
  public boolean test(WalFileName file) {
    Optional<WalSegmentName> segment = segment(file);
    return segment.isPresent()
        && file.toString().compareTo(bound.toString()) < 0
        && BY_POSITION.compare(segment.get(), positionBound) < 0
        && !protectedTimelines.contains(file.timeline())
        && standalone.stream().noneMatch(info -> owns(info, segment.get()));
  }

  private static Optional<WalSegmentName> segment(WalFileName file) {
    if (file instanceof WalFileName.Partial partial) {
      return Optional.of(partial.segment());
    }
    if (file instanceof WalFileName.BackupHistory history) {
      return Optional.of(history.segment());
    }
    return file instanceof WalSegmentName segment ? Optional.of(segment) : Optional.empty();
  }

  /** By name, as Barman does, or by position. */
  private static boolean owns(BackupInfo info, WalSegmentName segment) {
    WalSegmentName end = info.endWal().orElseThrow();
    return info.beginWal()
        .filter(
            begin ->
                isWithin(begin, segment, end, Comparator.naturalOrder())
                    || isWithin(begin, segment, end, BY_POSITION))
        .isPresent();
  }

  private static boolean isWithin(
      WalSegmentName begin,
      WalSegmentName segment,
      WalSegmentName end,
      Comparator<WalSegmentName> order) {
    return order.compare(begin, segment) <= 0 && order.compare(segment, end) <= 0;
  }
}
