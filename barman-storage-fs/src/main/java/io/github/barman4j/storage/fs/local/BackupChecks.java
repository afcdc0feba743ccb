/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.retention.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of what the metadata says of the backups. For one thread. */
final class BackupChecks {

  private final LocalContext context;
  private final CheckOptions options;
  private final CheckItems items;
  private final KnownBackups backups;

  BackupChecks(LocalContext context, CheckOptions options, CheckItems items, KnownBackups backups) {
    this.context = context;
    this.options = options;
    this.items = items;
    this.backups = backups;
  }

  void retentionPolicy() {
    String name = "retention policy settings";
    try {
      options.retentionPolicy().ifPresent(RetentionPolicy::parse);
      items.ok(name, "");
    } catch (IllegalArgumentException e) {
      items.critical(name, String.valueOf(e.getMessage()), "correct retention_policy");
    }
  }

  void maximumAge() {
    String name = "backup maximum age";
    Optional<Duration> limit = options.lastBackupMaximumAge();
    Optional<Instant> end =
        backups.newestWhole().flatMap(BackupInfo::endTime).map(OffsetDateTime::toInstant);
    if (limit.isEmpty()) {
      items.ok(name, "no last_backup_maximum_age provided");
    } else if (end.isEmpty()) {
      items.failed(
          name, "interval provided: " + Words.time(limit.get()) + ", no backup", "make a backup");
    } else {
      Duration age = Duration.between(end.get(), context.clock().instant());
      String hint =
          "interval provided: "
              + Words.time(limit.get())
              + ", latest backup age: "
              + Words.time(age);
      if (age.compareTo(limit.get()) > 0) {
        items.failed(name, hint, "make a backup");
      } else {
        items.ok(name, hint);
      }
    }
  }

  void minimumSize() {
    String name = "backup minimum size";
    long size = backups.newestWhole().flatMap(BackupChecks::size).orElse(0L);
    if (size < options.lastBackupMinimumSize()) {
      items.failed(
          name,
          Words.bytes(size) + ", expected " + Words.bytes(options.lastBackupMinimumSize()),
          "look whether the newest backup is what it should be");
    } else {
      items.ok(name, Words.bytes(size));
    }
  }

  private static Optional<Long> size(BackupInfo info) {
    return info.find(BackupField.SIZE).map(Long.class::cast);
  }

  void failed() {
    long failed = backups.count(BackupStatus.FAILED);
    String hint = "there are " + failed + " failed backups";
    if (failed == 0) {
      items.ok("failed backups", hint);
    } else {
      items.failed("failed backups", hint, "delete them when their cause is known");
    }
  }

  void minimumRedundancy() {
    String name = "minimum redundancy requirements";
    long whole =
        backups.infos().values().stream()
            .filter(info -> info.status() == BackupStatus.DONE && !info.isIncremental())
            .count();
    int expected = context.options().minimumRedundancy();
    String hint = "have " + whole + " non-incremental backups, expected at least " + expected;
    if (whole < expected) {
      items.failed(name, hint, "make a backup");
    } else {
      items.ok(name, hint);
    }
  }

  /** Adds an item if metadata cannot be read, which keeps Barman from everything. */
  void readable() {
    if (!backups.unreadable().isEmpty()) {
      items.critical(
          "backup metadata",
          String.join("; ", backups.unreadable().values()),
          "Barman fails in every command until the file is corrected or removed");
    }
  }

  /** Finds backups and deletions that nobody works on any more. */
  void dead() {
    String name = "dead backups";
    List<String> found = new ArrayList<>();
    List<BackupId> unfinished = ids(BackupStatus.EMPTY, BackupStatus.STARTED);
    if (!unfinished.isEmpty() && isFree()) {
      unfinished.forEach(id -> found.add(id + " was interrupted while it was made"));
    }
    for (BackupInfo info : backups.infos().values()) {
      if (DeletionMark.isOn(info)) {
        found.add(info.id() + " was interrupted while it was deleted");
      }
    }
    if (found.isEmpty()) {
      items.ok(name, "");
    } else {
      items.failed(name, String.join("; ", found), "delete them");
    }
  }

  private List<BackupId> ids(BackupStatus one, BackupStatus other) {
    return backups.infos().values().stream()
        .filter(info -> info.status() == one || info.status() == other)
        .map(BackupInfo::id)
        .toList();
  }

  private boolean isFree() {
    try {
      context.locks().backup().close();
      return true;
    } catch (ServerLockedException running) {
      return false;
    }
  }
}
