/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be deleted from the archive of a server and what is not, with the reasons; made by
 * {@link Retention}, executed by {@link Retention#apply}. A value: nothing is deleted by it, and it
 * does not change when the archive does.
 *
 * <p>Its size does not grow with the number of WAL files, which are summed up in ranges; single
 * objects come from {@link Retention#objects}.
 */
public final class RetentionPlan {

  private final String serverName;
  private final Instant madeAt;
  private final RetentionRequest request;
  private final WalNeeds needs;
  private final List<BackupVerdict> backups;
  private final List<WalRange> wal;

  RetentionPlan(
      String serverName,
      Instant madeAt,
      RetentionRequest request,
      WalNeeds needs,
      List<BackupVerdict> backups,
      List<WalRange> wal) {
    this.serverName = serverName;
    this.madeAt = madeAt;
    this.request = request;
    this.needs = needs;
    this.backups = List.copyOf(backups);
    this.wal = List.copyOf(wal);
  }

  /** Returns the server whose archive it is about. */
  public String serverName() {
    return serverName;
  }

  /** Returns when the archive was looked at. */
  public Instant madeAt() {
    return madeAt;
  }

  /** Returns what was asked for, in words. */
  public String task() {
    return request.toString();
  }

  /** Returns the verdicts on all directories below {@code base/}, oldest first. */
  public List<BackupVerdict> backups() {
    return backups;
  }

  /** Returns the verdict on a backup, empty if it was not there. */
  public Optional<BackupVerdict> find(BackupId id) {
    return backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }

  /** Returns the ids of the backups that go, oldest first. */
  public List<BackupId> deletedBackups() {
    return backups.stream().filter(BackupVerdict::deleted).map(BackupVerdict::id).toList();
  }

  /** Returns all WAL by timeline and position, histories last. */
  public List<WalRange> wal() {
    return wal;
  }

  /** Returns how many WAL files go. */
  public long deletedWalFiles() {
    return wal.stream().filter(WalRange::deleted).mapToLong(WalRange::files).sum();
  }

  /** Returns how many bytes go, of backups and WAL. */
  public long freedBytes() {
    return backups.stream().filter(BackupVerdict::deleted).mapToLong(BackupVerdict::bytes).sum()
        + wal.stream().filter(WalRange::deleted).mapToLong(WalRange::bytes).sum();
  }

  /** Tells whether nothing goes. */
  public boolean isEmpty() {
    return deletedBackups().isEmpty() && deletedWalFiles() == 0;
  }

  RetentionRequest request() {
    return request;
  }

  WalNeeds needs() {
    return needs;
  }

  /** Returns the plan for a person, a line for each backup and each range of WAL. */
  public String describe() {
    return PlanText.text(this);
  }

  /** Returns the plan for a program, one line of JSON. */
  public String toJson() {
    return PlanText.json(this);
  }

  /** Returns a summary on one line. */
  @Override
  public String toString() {
    return task()
        + " for server '"
        + serverName
        + "': deletes "
        + deletedBackups().size()
        + " of "
        + backups.size()
        + " backups and "
        + deletedWalFiles()
        + " WAL files, frees "
        + freedBytes()
        + " bytes";
  }
}
