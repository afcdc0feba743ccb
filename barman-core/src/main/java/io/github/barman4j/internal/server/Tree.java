/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What one series of parts holds: the data directory or a tablespace.
 *
 * @param base {@code data} or the tablespace's oid; what the parts' names begin with
 * @param root real path of the directory that is walked
 * @param top member name of that directory; empty, or ends in a slash
 * @param manifestPrefix what the paths in {@code backup_manifest} begin with
 * @param ownElsewhere real paths of directories that have trees of their own, or are no part of the
 *     backup
 * @param replaced members that are not taken from here since others come in their place
 */
public record Tree(
    String base,
    Path root,
    String top,
    String manifestPrefix,
    Set<Path> ownElsewhere,
    Set<String> replaced) {

  /** Copies the sets. */
  public Tree {
    ownElsewhere = Set.copyOf(ownElsewhere);
    replaced = Set.copyOf(replaced);
  }

  /** Returns the same tree, in which nothing of this directory is taken. */
  Tree without(Path directory) {
    Set<Path> elsewhere = new HashSet<>(ownElsewhere);
    elsewhere.add(directory);
    return new Tree(base, root, top, manifestPrefix, elsewhere, replaced);
  }
}
