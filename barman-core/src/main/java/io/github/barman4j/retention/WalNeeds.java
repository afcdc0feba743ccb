/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which WAL the backups that stay need. By position alone: recovery from a backup never needs WAL
 * before its begin, on whatever timeline, because positions go on where a timeline branches.
 *
 * @param bound segments before it are not needed from here on; null if all are
 * @param reason why the others are
 * @param ownWal of backups that are kept with their own WAL only
 * @param sameSize all backups have segments of one size, so that names compare as positions
 */
record WalNeeds(
    @Nullable WalSegmentName bound, String reason, List<OwnWal> ownWal, boolean sameSize) {

  /**
   * The WAL of a backup from begin to end.
   *
   * @param backup whose it is
   * @param begin the first segment
   * @param end the last one, on the same or a later timeline
   */
  record OwnWal(BackupId backup, WalSegmentName begin, WalSegmentName end) {
    private boolean contains(WalSegmentName segment, Comparator<WalSegmentName> order) {
      return segment.timeline().compareTo(begin.timeline()) >= 0
          && segment.timeline().compareTo(end.timeline()) <= 0
          && order.compare(segment, begin) >= 0
          && order.compare(segment, end) <= 0;
    }
  }

  /** Copies the list. */
  WalNeeds {
    ownWal = List.copyOf(ownWal);
  }

  /** All WAL is needed. */
  static WalNeeds everything(String reason) {
    return new WalNeeds(null, reason, List.of(), true);
  }

  /**
   * Returns the needs of the backups that stay.
   *
   * @param fallback the bound if no backup stays that needs WAL; null for none
   * @param counted the backups that a policy relies on
   */
  static WalNeeds of(
      ArchiveState survivors, @Nullable WalSegmentName fallback, Set<BackupId> counted) {
    List<BackupState> needy =
        survivors.backups().stream().filter(b -> b.isUsable() || b.active()).toList();
    return unknownNeed(survivors, needy)
        .map(WalNeeds::everything)
        .orElseGet(() -> known(needy, fallback, counted));
  }

  private static Optional<String> unknownNeed(ArchiveState survivors, List<BackupState> needy) {
    Stream<String> unreadable =
        survivors.backups().stream()
            .filter(backup -> backup.problem() != null)
            .map(backup -> "backup " + backup.id() + " is unreadable, so its needs are unknown");
    Stream<String> beginless =
        needy.stream()
            .filter(backup -> backup.begin().isEmpty())
            .map(backup -> "backup " + backup.id() + " does not say where it began");
    Stream<String> foreign =
        Stream.of(clusters(survivors, needy))
            .filter(clusters -> clusters.size() > 1)
            .map(clusters -> "there are backups of several clusters: " + clusters);
    return Stream.of(unreadable, beginless, foreign).flatMap(reason -> reason).findFirst();
  }

  private static Set<String> clusters(ArchiveState survivors, List<BackupState> needy) {
    Set<String> clusters =
        needy.stream()
            .flatMap(backup -> backup.known().systemIdentifier().stream())
            .map(SystemIdentifier::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    if (survivors.owner() != null) {
      clusters.add(survivors.owner());
    }
    return clusters;
  }

  private static WalNeeds known(
      List<BackupState> needy, @Nullable WalSegmentName fallback, Set<BackupId> counted) {
    Optional<BackupState> newest =
        needy.stream().filter(BackupState::isUsable).max(BackupState.CHRONOLOGICAL);
    List<OwnWal> ownWal = new ArrayList<>();
    List<BackupState> full = new ArrayList<>();
    for (BackupState backup : needy) {
      boolean reliedOn = counted.contains(backup.id()) || newest.filter(backup::equals).isPresent();
      if (reliedOn || !isStandalone(backup)) {
        full.add(backup);
      } else {
        ownWal.add(ownWal(backup));
      }
    }
    return of(full, fallback, ownWal, haveSameSize(needy));
  }

  private static boolean isStandalone(BackupState backup) {
    return backup.keep() == KeepTarget.STANDALONE
        && backup.end().filter(end -> isOnLaterTimeline(end, beginOf(backup))).isPresent();
  }

  private static boolean isOnLaterTimeline(WalSegmentName end, WalSegmentName begin) {
    return end.timeline().compareTo(begin.timeline()) >= 0;
  }

  private static OwnWal ownWal(BackupState backup) {
    return new OwnWal(backup.id(), backup.begin().orElseThrow(), backup.end().orElseThrow());
  }

  private static boolean haveSameSize(Collection<BackupState> backups) {
    return backups.stream()
            .map(BackupState::known)
            .map(BackupInfo::walSegmentSize)
            .map(WalSegmentSize::bytes)
            .distinct()
            .count()
        <= 1;
  }

  private static WalNeeds of(
      List<BackupState> full,
      @Nullable WalSegmentName fallback,
      List<OwnWal> ownWal,
      boolean sameSize) {
    Optional<BackupState> first =
        full.stream().min((a, b) -> BackupState.BY_POSITION.compare(beginOf(a), beginOf(b)));
    if (first.isEmpty() && fallback == null) {
      return everything("no backup says from where on WAL is needed");
    }
    WalSegmentName bound = first.map(WalNeeds::beginOf).orElse(fallback);
    String reason =
        first
            .map(backup -> "recovery from backup " + backup.id() + " may need it")
            .orElse("it is not older than the deleted backup");
    return new WalNeeds(bound, reason, ownWal, sameSize);
  }

  private static WalSegmentName beginOf(BackupState backup) {
    return backup.begin().orElseThrow();
  }

  /** Returns why a file must stay, empty if nothing needs it. */
  Optional<String> whyNeeded(WalFileName file) {
    Optional<WalSegmentName> segment = segment(file);
    if (segment.isEmpty()) {
      return Optional.of("timeline histories always stay");
    }
    if (bound == null || !isBefore(segment.get(), bound)) {
      return Optional.of(reason);
    }
    return ownWal.stream()
        .filter(own -> own.contains(segment.get(), order()))
        .map(own -> "backup " + own.backup() + " is kept with its own WAL")
        .findFirst();
  }

  static Optional<WalSegmentName> segment(WalFileName file) {
    if (file instanceof WalFileName.Partial partial) {
      return Optional.of(partial.segment());
    }
    if (file instanceof WalFileName.BackupHistory history) {
      return Optional.of(history.segment());
    }
    return file instanceof WalSegmentName segment ? Optional.of(segment) : Optional.empty();
  }

  private boolean isBefore(WalSegmentName segment, WalSegmentName other) {
    return order().compare(segment, other) < 0;
  }

  /** Where sizes differ, only the part of the name that counts 4 GiB means the same in all. */
  private Comparator<WalSegmentName> order() {
    return sameSize
        ? BackupState.BY_POSITION
        : Comparator.comparing(WalSegmentName::log, Integer::compareUnsigned);
  }
}
