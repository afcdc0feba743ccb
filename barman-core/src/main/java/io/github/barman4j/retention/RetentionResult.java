/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import java.util.List;
import java.util.Map;

/**
 * What became of a plan.
 *
 * @param deletedBackups that are gone
 * @param skippedBackups that were to go and stay, each with the reason: something changed since the
 *     plan was made
 * @param deletedWalFiles how many WAL files are gone
 * @param freedBytes of all objects that are gone
 * @param failed objects that could not be deleted; applying a new plan tries them again
 */
public record RetentionResult(
    List<BackupId> deletedBackups,
    Map<BackupId, String> skippedBackups,
    long deletedWalFiles,
    long freedBytes,
    List<FailedDeletion> failed) {

  /** Copies the collections. */
  public RetentionResult {
    deletedBackups = List.copyOf(deletedBackups);
    skippedBackups = Map.copyOf(skippedBackups);
    failed = List.copyOf(failed);
  }

  /** Tells whether all that was planned is gone. */
  public boolean isComplete() {
    return failed.isEmpty() && skippedBackups.isEmpty();
  }
}
