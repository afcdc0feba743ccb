/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the backup that a selector means; does no I/O. */
final class Selection {

  private static final int SHOWN = 20;

  private Selection() {}

  static Optional<BackupInfo> select(BackupSelector selector, List<BackupInfo> backups) {
    if (selector instanceof BackupSelector.Id byId) {
      return backups.stream().filter(backup -> backup.id().equals(byId.id())).findFirst();
    }
    if (selector instanceof BackupSelector.Named byName) {
      return named(byName.name(), backups);
    }
    if (selector instanceof BackupSelector.Oldest) {
      return backups.stream().filter(BackupInfo::isRestorable).min(BackupOrder.CHRONOLOGICAL);
    }
    return backups.stream().filter(wanted(selector)).max(BackupOrder.CHRONOLOGICAL);
  }

  private static Predicate<BackupInfo> wanted(BackupSelector selector) {
    if (selector instanceof BackupSelector.LastFailed) {
      return backup -> backup.status() == BackupStatus.FAILED;
    }
    return selector instanceof BackupSelector.Target target
        ? backup -> backup.isRestorable() && reaches(target, backup)
        : BackupInfo::isRestorable;
  }

  private static Optional<BackupInfo> named(String name, List<BackupInfo> backups) {
    List<BackupInfo> found =
        backups.stream().filter(backup -> backup.name().filter(name::equals).isPresent()).toList();
    if (found.size() > 1) {
      throw new UnknownBackupException(
          found.size() + " backups are named '" + name + "': " + ids(found) + "; say which by id");
    }
    return found.stream().findFirst();
  }

  private static boolean reaches(BackupSelector.Target target, BackupInfo backup) {
    Instant time = target.time();
    Lsn lsn = target.lsn();
    TimelineHistory history = target.history();
    return (time == null
            || backup.endTime().filter(end -> !end.toInstant().isAfter(time)).isPresent())
        && (lsn == null || backup.endLsn().filter(end -> end.compareTo(lsn) <= 0).isPresent())
        && (history == null || liesOn(history, backup));
  }

  private static boolean liesOn(TimelineHistory history, BackupInfo backup) {
    Optional<TimelineId> timeline =
        backup.endWal().map(WalSegmentName::timeline).or(backup::timeline);
    if (timeline.isEmpty() || !history.contains(timeline.get())) {
      return false;
    }
    Optional<Lsn> left = history.switchPoint(timeline.get());
    return left.isEmpty()
        || backup.endLsn().filter(end -> end.compareTo(left.get()) <= 0).isPresent();
  }

  /** Returns a text of what exists, for messages. */
  static String existing(BackupListing listing) {
    if (listing.backups().isEmpty() && listing.unreadable().isEmpty()) {
      return "there is none";
    }
    return "there are "
        + ids(listing.backups())
        + (listing.unreadable().isEmpty() ? "" : "; unreadable: " + unreadable(listing));
  }

  private static String unreadable(BackupListing listing) {
    return listing.unreadable().stream()
        .map(backup -> backup.id().value())
        .collect(Collectors.joining(", "));
  }

  private static String ids(Collection<BackupInfo> backups) {
    String newest =
        backups.stream()
            .skip(Math.max(0, backups.size() - SHOWN))
            .map(Selection::label)
            .collect(Collectors.joining(", "));
    return backups.size() > SHOWN ? backups.size() + ", the last of them " + newest : newest;
  }

  private static String label(BackupInfo backup) {
    return backup + backup.name().map(name -> " '" + name + "'").orElse("");
  }
}
