/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import java.util.List;

/**
 * What a copy did.
 *
 * @param backups the backups that can now be restored from the target, oldest first
 * @param skipped the backups of the plan that were not whole and are not copied
 * @param copiedObjects how many objects were written
 * @param copiedBytes of those
 * @param presentObjects how many were at the target before
 * @param presentBytes of those
 */
public record CopyResult(
    List<BackupId> backups,
    List<SkippedBackup> skipped,
    long copiedObjects,
    long copiedBytes,
    long presentObjects,
    long presentBytes) {

  /** Copies both lists. */
  public CopyResult {
    backups = List.copyOf(backups);
    skipped = List.copyOf(skipped);
  }
}
