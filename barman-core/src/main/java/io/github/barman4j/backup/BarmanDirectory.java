/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.catalog.BackupId;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a Barman server keeps a backup that it has taken: in {@code data} the data directory, and
 * beside it a directory for each tablespace, named by its oid.
 *
 * @param id of the backup
 * @param directory with {@code data} in it
 * @param info the file {@code backup.info}
 */
public record BarmanDirectory(BackupId id, Path directory, Path info) {

  /** Checks that all are there. */
  public BarmanDirectory {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(info, "info");
  }
}
