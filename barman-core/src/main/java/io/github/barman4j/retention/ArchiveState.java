/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an archive held when it was looked at.
 *
 * @param backups all directories, oldest first
 * @param owner the system identifier in our note of who owns the archive; null if no one noted it
 * @param now when it was looked at
 */
record ArchiveState(List<BackupState> backups, @Nullable String owner, Instant now) {

  ArchiveState {
    backups = backups.stream().sorted(BackupState.CHRONOLOGICAL).toList();
  }

  Optional<BackupState> find(BackupId id) {
    return backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }
}
