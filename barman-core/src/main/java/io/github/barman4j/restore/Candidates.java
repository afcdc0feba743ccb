/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The backups from which recovery along a timeline can begin. */
final class Candidates {

  private static final Comparator<BackupInfo> BY_END =
      Comparator.comparing((BackupInfo info) -> info.endLsn().or(info::beginLsn).orElse(Lsn.ZERO))
          .thenComparing(BackupInfo::id);

  private final List<BackupInfo> backups;
  private final ArchivedSegments archive;

  Candidates(List<BackupInfo> backups, ArchivedSegments archive) {
    this.backups = backups;
    this.archive = archive;
  }

  /**
   * A backup and the timeline it is recovered along.
   *
   * @param backup whole, not incremental
   * @param history contains the backup's timeline, left not before the backup's end
   */
  record Candidate(BackupInfo backup, TimelineHistory history) {}

  /**
   * Returns the backups that a request can begin from, newest first.
   *
   * @throws UnknownBackupException if the request names a backup that is not there
   * @throws UnsupportedFormatException if it names an incremental one
   * @throws RecoveryTargetUnreachableException if it names an unknown timeline, or one that none of
   *     the backups leads to
   */
  List<Candidate> newestFirst(RestoreRequest request) {
    BackupId id = request.backup();
    List<BackupInfo> usable = id == null ? usable() : List.of(named(id));
    if (request.timeline() instanceof RecoveryTimeline.Current) {
      return usable.stream().map(b -> new Candidate(b, history(timelineOf(b)))).toList();
    } else if (request.timeline() instanceof RecoveryTimeline.Numbered numbered) {
      return along(known(numbered.timeline()), usable);
    }
    return latest(usable);
  }

  private List<BackupInfo> usable() {
    return backups.stream().filter(this::isUsable).sorted(BY_END.reversed()).toList();
  }

  private boolean isUsable(BackupInfo backup) {
    return backup.status().isRestorable()
        && backup.parent().isEmpty()
        && backup.beginWal().isPresent()
        && (backup.endLsn().isPresent() || backup.endWal().isPresent());
  }

  private BackupInfo named(BackupId id) {
    BackupInfo backup =
        backups.stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow(() -> unknown(id));
    requireFull(backup);
    if (!isUsable(backup)) {
      throw new RecoveryTargetUnreachableException(
          "Backup "
              + id
              + " is "
              + backup.status()
              + " and cannot be restored"
              + backup.error().map(error -> ": " + error).orElse(""));
    }
    return backup;
  }

  /** Refuses what is a backup only together with others. */
  static void requireFull(BackupInfo backup) {
    if (backup.parent().isPresent()) {
      throw new UnsupportedFormatException(
          "Backup "
              + backup.id()
              + " is incremental, from "
              + backup.parent().get()
              + "; only full backups are restored. Restore it with Barman 3.19 or later");
    }
  }

  private UnknownBackupException unknown(BackupId id) {
    return new UnknownBackupException(
        "No backup "
            + id
            + "; there are "
            + backups.stream()
                .map(b -> b.id().value())
                .collect(Collectors.joining(", ", "[", "]")));
  }

  private List<Candidate> latest(List<BackupInfo> usable) {
    for (TimelineId timeline : timelines().descendingSet()) {
      List<Candidate> found = leadingTo(history(timeline), usable);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private java.util.NavigableSet<TimelineId> timelines() {
    TreeSet<TimelineId> timelines = new TreeSet<>(archive.timelines());
    usable().forEach(backup -> timelines.add(timelineOf(backup)));
    return timelines;
  }

  private TimelineHistory known(TimelineId timeline) {
    SortedSet<TimelineId> timelines = timelines();
    if (!timelines.contains(timeline)) {
      throw new RecoveryTargetUnreachableException(
          "Timeline " + timeline + " is not in the archive; there are " + timelines);
    }
    return history(timeline);
  }

  private List<Candidate> along(TimelineHistory history, List<BackupInfo> usable) {
    List<Candidate> found = leadingTo(history, usable);
    if (found.isEmpty() && !usable.isEmpty()) {
      throw new RecoveryTargetUnreachableException(
          "No backup leads to timeline "
              + history.timeline()
              + ", whose ancestors are "
              + history.switches().stream().map(s -> s.parent() + " until " + s.lsn()).toList());
    }
    return found;
  }

  private static List<Candidate> leadingTo(TimelineHistory history, List<BackupInfo> usable) {
    return usable.stream()
        .filter(backup -> leadsTo(backup, history))
        .map(backup -> new Candidate(backup, history))
        .toList();
  }

  /** PostgreSQL refuses a backup that ends behind the place where its timeline was left. */
  static boolean leadsTo(BackupInfo backup, TimelineHistory history) {
    Optional<Lsn> left = history.switchPoint(timelineOf(backup));
    Lsn end = backup.endLsn().or(backup::beginLsn).orElse(Lsn.ZERO);
    return left.map(lsn -> end.compareTo(lsn) <= 0)
        .orElse(history.timeline().equals(timelineOf(backup)));
  }

  private static TimelineId timelineOf(BackupInfo backup) {
    return backup.timeline().orElseThrow();
  }

  private TimelineHistory history(TimelineId timeline) {
    return archive.history(timeline).orElseGet(() -> TimelineHistory.withoutAncestors(timeline));
  }
}
