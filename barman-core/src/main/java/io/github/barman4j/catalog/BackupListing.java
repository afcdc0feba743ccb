/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import java.util.List;

/**
 * All that is below {@code base/} in an archive.
 *
 * @param backups ascending by id, whatever their status
 * @param unreadable backups of which nothing can be said, ascending by id
 * @param incomplete directories without {@code backup.info}, ascending: a backup that is running,
 *     or whose writer or deleter died
 */
public record BackupListing(
    List<BackupInfo> backups, List<UnreadableBackup> unreadable, List<BackupId> incomplete) {

  /** Copies the lists. */
  public BackupListing {
    backups = List.copyOf(backups);
    unreadable = List.copyOf(unreadable);
    incomplete = List.copyOf(incomplete);
  }
}
