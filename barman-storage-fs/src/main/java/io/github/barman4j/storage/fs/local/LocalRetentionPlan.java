/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.retention.RetentionPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is to be deleted from a server directory, made by {@link LocalRetention} and executed by
 * {@link LocalRetention#apply}. A value: nothing is deleted by it, and it does not change when the
 * directory does.
 */
public final class LocalRetentionPlan {

  private final Request request;
  private final RetentionPlan decision;
  private final List<BackupId> interrupted;
  private final SpaceUsage space;
  private final Wal wal;

  /** What was asked for. */
  sealed interface Request permits LocalRetention.ByPolicy, LocalRetention.OneBackup {}

  /**
   * Archived WAL.
   *
   * @param files how many
   * @param bytes of all of them, as archived
   */
  public record Wal(long files, long bytes) {}

  LocalRetentionPlan(
      Request request,
      RetentionPlan decision,
      List<BackupId> interrupted,
      SpaceUsage space,
      Wal wal) {
    this.request = request;
    this.decision = decision;
    this.interrupted = List.copyOf(interrupted);
    this.space = space;
    this.wal = wal;
  }

  Request request() {
    return request;
  }

  /**
   * Returns the verdicts on all backups, with the reasons. What it says of WAL is what must stay at
   * least; {@link #wal()} is what goes.
   */
  public RetentionPlan decision() {
    return decision;
  }

  /** Returns the backups whose deletion was begun and did not end: a policy's plan goes on. */
  public List<BackupId> interrupted() {
    return interrupted;
  }

  /** Returns what all backups that go take up. */
  public SpaceUsage space() {
    return space;
  }

  /** Returns the WAL that goes. */
  public Wal wal() {
    return wal;
  }

  /** Returns the ids of all backups that go, oldest first. */
  public List<BackupId> deletedBackups() {
    TreeSet<BackupId> ids = new TreeSet<>(interrupted);
    ids.addAll(decision.deletedBackups());
    return List.copyOf(ids);
  }

  /** Returns how many bytes are free afterwards that are not now. */
  public long freedBytes() {
    return space.exclusiveBytes() + wal.bytes();
  }

  /** Tells whether nothing goes. */
  public boolean isEmpty() {
    return deletedBackups().isEmpty();
  }

  /** Returns the plan for a person, a line for each backup. */
  public String describe() {
    StringBuilder text = new StringBuilder(toString()).append('\n');
    decision.backups().stream()
        .map(
            backup ->
                String.format(
                    Locale.ROOT,
                    "%-6s backup %s  %s: %s\n",
                    isDeleted(backup.id()) ? "delete" : "keep",
                    backup.id(),
                    backup.status().word(),
                    isInterrupted(backup.id()) ? "its deletion was begun" : backup.reason()))
        .forEach(text::append);
    if (space.exclusiveBytes() < space.apparentBytes()) {
      text.append("Files that are linked from backups that stay free nothing: ");
      text.append(Words.bytes(space.exclusiveBytes())).append(" of ");
      text.append(Words.bytes(space.apparentBytes())).append('\n');
    }
    return text.toString();
  }

  private boolean isDeleted(BackupId id) {
    return deletedBackups().contains(id);
  }

  private boolean isInterrupted(BackupId id) {
    return interrupted.contains(id);
  }

  /** Returns the plan for a program, one line of JSON. */
  public String toJson() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("server_name", decision.serverName());
    out.put("made_at", decision.madeAt());
    out.put("task", decision.task());
    out.put("deleted_backups", deletedBackups());
    out.put("interrupted_deletions", interrupted);
    out.put("apparent_bytes", space.apparentBytes());
    out.put("freed_bytes", freedBytes());
    out.put("deleted_wal_files", wal.files());
    out.put("deleted_wal_bytes", wal.bytes());
    return Json.write(out);
  }

  /** Returns a summary on one line. */
  @Override
  public String toString() {
    return decision.task()
        + " for server '"
        + decision.serverName()
        + "': deletes "
        + deletedBackups().size()
        + " backups and "
        + wal.files()
        + " WAL files, frees "
        + Words.bytes(freedBytes());
  }
}
