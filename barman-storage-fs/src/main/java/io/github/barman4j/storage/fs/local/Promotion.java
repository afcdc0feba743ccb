/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds out whether all WAL that a copied backup needs is archived, which makes it DONE: Barman's
 * {@code check-backup}. Safe for use by many threads and processes: each backup has a lock.
 */
public final class Promotion {

  private final LocalContext context;
  private final LocalWal wal;

  Promotion(LocalContext context, LocalWal wal) {
    this.context = context;
    this.wal = wal;
  }

  /**
   * Looks at one backup that waits for WAL, and writes down what became of it: DONE if all is
   * there, FAILED if something is missing that cannot come any more since later WAL is there, else
   * it goes on waiting. A backup that does not wait is left as it is.
   *
   * @return the backup as it is now
   * @throws UnknownBackupException if there is no such backup
   * @throws ServerLockedException if another process modifies the backup
   * @throws StorageFailedException if the directory cannot be read or written
   */
  @SuppressWarnings("try") // the lock is only held
  public BackupInfo check(BackupId id) {
    try (HeldLock held = context.locks().backup(id)) {
      BackupInfo info = find(id);
      return info.status() == BackupStatus.WAITING_FOR_WALS ? judge(info) : info;
    } catch (IOException e) {
      throw new StorageFailedException("Look whether the WAL of backup " + id + " is there", e);
    }
  }

  private BackupInfo find(BackupId id) throws IOException {
    return context
        .metadata()
        .find(id)
        .orElseThrow(
            () ->
                new UnknownBackupException(
                    "There is no backup " + id + " in " + context.directory().base()));
  }

  private BackupInfo judge(BackupInfo info) throws IOException {
    Optional<BackupWal> needed = BackupWal.of(info);
    if (needed.isEmpty()) {
      return info;
    }
    WalSegmentName first = needed.get().first();
    WalSegmentName last = needed.get().last();
    return first.timeline().equals(last.timeline())
        ? judge(info, first, last)
        : failed(
            info,
            "The backup begins on timeline %s and ends on timeline %s, it is spanning multiple"
                    .formatted(first.timeline(), last.timeline())
                + " timelines");
  }

  private BackupInfo judge(BackupInfo info, WalSegmentName begin, WalSegmentName last)
      throws IOException {
    Optional<WalSegmentName> newest = wal.newestOnDisk(begin.timeline());
    if (newest.isEmpty() || newest.get().compareTo(begin) < 0) {
      return info;
    }
    WalSegmentSize size = info.walSegmentSize();
    WalSegmentName next = begin;
    while (next.compareTo(last) <= 0 && next.compareTo(newest.get()) <= 0) {
      if (!wal.contains(next)) {
        // It may have been archived since the first look.
        if (wal.isComing(next) || wal.contains(next)) {
          return info;
        }
        return failed(
            info,
            "At least one WAL file is missing. The first missing WAL file is %s".formatted(next));
      }
      next = next.next(size);
    }
    return newest.get().compareTo(last) < 0
        ? info
        : saved(info.toBuilder().set(BackupField.STATUS, BackupStatus.DONE).build());
  }

  private BackupInfo failed(BackupInfo info, String error) throws IOException {
    return saved(
        info.toBuilder()
            .set(BackupField.STATUS, BackupStatus.FAILED)
            .set(BackupField.ERROR, error)
            .build());
  }

  private BackupInfo saved(BackupInfo info) throws IOException {
    context.metadata().save(info);
    return info;
  }
}
