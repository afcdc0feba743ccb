/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the tablespaces of a backup go.
 *
 * @param byOid the absolute directory of each
 */
record TablespaceTargets(Map<Long, Path> byOid) {

  /**
   * Returns the targets.
   *
   * @throws IllegalArgumentException if a tablespace that the backup does not have is relocated
   */
  static TablespaceTargets of(BackupInfo backup, RestoreOptions options) {
    Set<String> unknown = new TreeSet<>(options.tablespaces().keySet());
    Map<Long, Path> byOid = new LinkedHashMap<>();
    for (Tablespace tablespace : backup.tablespaces()) {
      unknown.remove(tablespace.name());
      Path original = Path.of(tablespace.location());
      byOid.put(tablespace.oid(), options.tablespaces().getOrDefault(tablespace.name(), original));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Backup "
              + backup.id()
              + " has no tablespaces "
              + unknown
              + "; it has "
              + backup.tablespaces().stream().map(Tablespace::name).collect(Collectors.toList()));
    }
    return new TablespaceTargets(byOid);
  }
}
