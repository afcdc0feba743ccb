/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.UnreadableBackup;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.wal.WalInventory;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an archive is good for: the window of time that can be recovered, the backups, the WAL with
 * its gaps, and what all that takes up. A picture of the moment it was read; immutable.
 *
 * @param serverName whose archive it is
 * @param madeAt when it was read
 * @param backups readable ones, ascending by id
 * @param unreadable backups of which {@code backup.info} cannot be read
 * @param running backups that are being made, or whose process died
 * @param wal what lies in the WAL archive
 */
public record ArchiveStatus(
    String serverName,
    Instant madeAt,
    List<BackupOverview> backups,
    List<UnreadableBackup> unreadable,
    List<BackupId> running,
    WalInventory wal) {

  /** Copies the lists. */
  public ArchiveStatus {
    Objects.requireNonNull(serverName, "serverName");
    Objects.requireNonNull(madeAt, "madeAt");
    backups = List.copyOf(backups);
    unreadable = List.copyOf(unreadable);
    running = List.copyOf(running);
    Objects.requireNonNull(wal, "wal");
  }

  /** Returns the position up to which the archive recovers, empty if it recovers nothing. */
  public Optional<Lsn> recoverableTo() {
    return backups.stream()
        .filter(BackupOverview::isRecoverable)
        .flatMap(backup -> backup.recoverableTo().stream())
        .max(Comparator.naturalOrder());
  }

  /**
   * Returns the backup with which the recoverable window begins: the first from which recovery gets
   * to the end of the archive without a gap. Its end is the first moment of the window.
   */
  public Optional<BackupInfo> firstOfWindow() {
    Optional<Lsn> end = recoverableTo();
    return backups.stream()
        .filter(BackupOverview::isRecoverable)
        .filter(backup -> backup.recoverableTo().equals(end))
        .map(BackupOverview::info)
        .findFirst();
  }

  /** Returns the first moment that can be recovered, up to the end of the archive. */
  public Optional<OffsetDateTime> recoverableFrom() {
    return firstOfWindow().flatMap(BackupInfo::endTime);
  }

  /** Returns the newest backup that is done. */
  public Optional<BackupInfo> lastDone() {
    return last(BackupStatus.DONE);
  }

  /** Returns the newest backup that failed. */
  public Optional<BackupInfo> lastFailed() {
    return last(BackupStatus.FAILED);
  }

  private Optional<BackupInfo> last(BackupStatus status) {
    return backups.stream()
        .map(BackupOverview::info)
        .filter(info -> info.status() == status)
        .reduce((earlier, later) -> later);
  }

  /** Returns what all readable backups take up in the store. */
  public long backupBytes() {
    return backups.stream().mapToLong(BackupOverview::bytes).sum();
  }

  /** Returns the status for a person, several lines. */
  public String describe() {
    return StatusText.describe(this);
  }

  /**
   * Returns a picture for a terminal: a line for each timeline, with the WAL that is there and the
   * backups on it; empty if there is neither.
   *
   * @param width columns for the WAL, at least 10
   */
  public String picture(int width) {
    return new TimelinePicture(this, width).draw();
  }

  /** Returns the status as one line of JSON; sizes in bytes, times with their offset. */
  public String toJson() {
    return StatusText.json(this);
  }
}
