/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What became of a plan.
 *
 * @param deletedBackups that are gone
 * @param skippedBackups that were to go and stay, each with the reason: something changed since the
 *     plan was made
 * @param failedBackups that could not be deleted, or not to the end, and why; applying a new plan
 *     goes on with them
 * @param space of the files of backups that are gone
 * @param wal that is gone
 */
public record LocalRetentionResult(
    List<BackupId> deletedBackups,
    Map<BackupId, String> skippedBackups,
    Map<BackupId, Exception> failedBackups,
    SpaceUsage space,
    LocalRetentionPlan.Wal wal) {

  /** Checks that all are there, and copies. */
  public LocalRetentionResult {
    Objects.requireNonNull(space, "space");
    Objects.requireNonNull(wal, "wal");
    deletedBackups = List.copyOf(deletedBackups);
    skippedBackups = Map.copyOf(skippedBackups);
    failedBackups = Map.copyOf(failedBackups);
  }

  /** Tells whether all that was planned is gone. */
  public boolean isComplete() {
    return failedBackups.isEmpty() && skippedBackups.isEmpty();
  }

  /** Returns how many bytes are free that were not before. */
  public long freedBytes() {
    return space.exclusiveBytes() + wal.bytes();
  }
}
