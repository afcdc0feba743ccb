/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all that is below a root, each directory before what is in it, in an order that is
 * always the same; follows no symbolic link. In memory are the names in the directories that are
 * open. For one thread.
 */
final class TreeEntries {

  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(String name, Iterator<Path> paths) {}

  private final Set<String> closed;

  TreeEntries(Path root) throws IOException {
    this(root, Set.of());
  }

  /**
   * Begins at a root.
   *
   * @param closed names of directories directly below it that are not entered
   */
  TreeEntries(Path root, Set<String> closed) throws IOException {
    this.closed = Set.copyOf(closed);
    levels.push(new Level("", SortedDirectory.list(root).iterator()));
  }

  /** Returns the next entry, null behind the last. */
  @Nullable TreeEntry next() throws IOException {
    while (!levels.isEmpty()) {
      Level level = levels.element();
      if (level.paths().hasNext()) {
        return enter(level, level.paths().next());
      }
      levels.pop();
    }
    return null;
  }

  private TreeEntry enter(Level level, Path path) throws IOException {
    String name = level.name() + path.getFileName();
    TreeEntry entry = TreeEntry.of(path, name);
    if (entry.isDirectory() && !closed.contains(name)) {
      levels.push(new Level(name + "/", SortedDirectory.list(path).iterator()));
    }
    return entry;
  }
}
