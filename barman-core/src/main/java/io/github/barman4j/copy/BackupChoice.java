/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.UnreadableBackup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which backups a selection means, oldest first, and which it means but are not whole.
 *
 * @param backups to be copied
 * @param skipped not to be copied
 */
record BackupChoice(List<BackupInfo> backups, List<SkippedBackup> skipped) {

  static BackupChoice of(CopySelection selection, BackupListing listing) {
    requireKnown(selection, ids(listing));
    Predicate<BackupId> selected = predicate(selection);
    BackupChoice choice = new BackupChoice(new ArrayList<>(), new ArrayList<>());
    Set<BackupId> taken = new HashSet<>();
    listing.backups().stream()
        .filter(backup -> selected.test(backup.id()))
        .sorted(java.util.Comparator.comparing(BackupInfo::id))
        .forEach(backup -> choice.take(backup, taken));
    listing.unreadable().stream()
        .filter(backup -> selected.test(backup.id()))
        .forEach(choice::skip);
    listing.incomplete().stream()
        .filter(selected)
        .forEach(id -> choice.skip(id, "it has no backup.info: it is running, or was cut off"));
    return choice;
  }

  private static Set<BackupId> ids(BackupListing listing) {
    Set<BackupId> ids = new TreeSet<>(listing.incomplete());
    listing.backups().forEach(backup -> ids.add(backup.id()));
    listing.unreadable().forEach(backup -> ids.add(backup.id()));
    return ids;
  }

  private static void requireKnown(CopySelection selection, Set<BackupId> existing) {
    Set<BackupId> named = new TreeSet<>();
    if (selection instanceof CopySelection.Backups backups) {
      named.addAll(backups.ids());
    } else if (selection instanceof CopySelection.From from) {
      named.add(from.id());
    }
    named.removeAll(existing);
    if (!named.isEmpty()) {
      throw new UnknownBackupException(
          "There is no backup " + named + " to copy; there are " + existing);
    }
  }

  private static Predicate<BackupId> predicate(CopySelection selection) {
    if (selection instanceof CopySelection.Backups backups) {
      Set<BackupId> ids = backups.ids();
      return ids::contains;
    }
    return selection instanceof CopySelection.From from
        ? id -> id.compareTo(from.id()) >= 0
        : any -> true;
  }

  private void take(BackupInfo backup, Set<BackupId> taken) {
    boolean hasParent = backup.parent().map(taken::contains).orElse(true);
    if (backup.status() != BackupStatus.DONE) {
      skip(backup.id(), "it is " + backup.status());
    } else if (!hasParent) {
      skip(
          backup.id(),
          "it builds on backup " + backup.parent().orElseThrow() + ", which is not copied");
    } else {
      taken.add(backup.id());
      backups.add(backup);
    }
  }

  private void skip(UnreadableBackup backup) {
    skip(backup.id(), "its backup.info cannot be read: " + backup.cause().getMessage());
  }

  void skip(BackupId id, String reason) {
    skipped.add(new SkippedBackup(id, reason));
  }
}
