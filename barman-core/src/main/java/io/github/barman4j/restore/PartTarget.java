/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.internal.targets.TargetDirectory;
import java.nio.file.Path;

/**
 * Where a part goes.
 *
 * @param directory below which all of it lies
 * @param isData whether that is the data directory, not a tablespace
 */
record PartTarget(TargetDirectory directory, boolean isData) {

  /** All that PostgreSQL has in a tablespace's location, which other things may lie in, too. */
  private static final String VERSION_DIRECTORY = "PG_";

  Path root() {
    return directory.path();
  }

  /** Returns the name directly below the root, empty for the root itself. */
  String top(Path path) {
    return path.equals(root()) ? "" : root().relativize(path).getName(0).toString();
  }

  /** Tells whether a member belongs there, and not to what is in the same place by chance. */
  boolean isWanted(Path path) {
    String top = top(path);
    return top.isEmpty()
        || !(directory.isForeign(path)
            || top.equals(TargetDirectory.CLAIM)
            || !(isData || top.startsWith(VERSION_DIRECTORY)));
  }
}
