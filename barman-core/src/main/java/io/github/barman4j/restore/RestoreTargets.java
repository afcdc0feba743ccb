/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.internal.targets.TargetContent;
import io.github.barman4j.internal.targets.TargetDirectories;
import io.github.barman4j.internal.targets.TargetDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the claimed directories is which.
 *
 * @param directories the data directory first, then the tablespaces
 * @param oids of the tablespaces, in the same order
 */
record RestoreTargets(TargetDirectories directories, List<Long> oids) implements AutoCloseable {

  RestoreTargets {
    oids = List.copyOf(oids);
  }

  /**
   * Requires that all can be claimed, and changes nothing.
   *
   * @throws RestoreFailedException if one is not empty, or cannot be listed
   */
  static void requireFree(Path dataDirectory, TablespaceTargets tablespaces) {
    TargetContent.requireFree(dataDirectory, "");
    for (Path tablespace : tablespaces.byOid().values()) {
      TargetContent.requireFree(tablespace, ", or relocate the tablespace that goes there");
    }
  }

  /**
   * Claims all of them, or none.
   *
   * @throws RestoreFailedException if another restore has one, or one is not empty any more
   */
  static RestoreTargets claim(Path dataDirectory, TablespaceTargets tablespaces)
      throws IOException {
    return new RestoreTargets(
        TargetDirectories.claim(tablespaces.roots(dataDirectory).toList()),
        new ArrayList<>(tablespaces.byOid().keySet()));
  }

  TargetDirectory data() {
    return directories.all().get(0);
  }

  TargetDirectory tablespace(long oid) {
    return directories.all().get(1 + oids.indexOf(oid));
  }

  @Override
  public void close() throws IOException {
    directories.close();
  }
}
