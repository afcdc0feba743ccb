/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.ParallelTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the directories of a backup and their targets at once. Directories are made and what
 * is too much is removed while it goes; a file is compared and written by the task that it gives
 * out. Links in the backup are not followed, and of those at the target only that which is the
 * root. In memory are the names in the directories that are open.
 */
final class TreeMerge implements Iterator<ParallelTasks.Task> {

  private final Iterator<RestoreRoot> roots;
  private final FileComparison comparison;
  private final MergeSink sink;
  private final Deque<Level> levels = new ArrayDeque<>();
  private ParallelTasks.@Nullable Task next;
  private @Nullable IOException failure;

  private record Level(RestoreRoot root, Iterator<TreeEntry> entries) {}

  TreeMerge(List<RestoreRoot> roots, FileComparison comparison, MergeSink sink) {
    this.roots = roots.iterator();
    this.comparison = comparison;
    this.sink = sink;
  }

  @Override
  public boolean hasNext() {
    try {
      if (failure != null) {
        throw failure;
      }
      while (next == null && (!levels.isEmpty() || roots.hasNext())) {
        advance();
      }
      return next != null;
    } catch (IOException e) {
      // What is left would pass for all there is.
      failure = e;
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ParallelTasks.Task next() {
    ParallelTasks.Task task = hasNext() ? next : null;
    if (task == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return task;
  }

  private void advance() throws IOException {
    if (levels.isEmpty()) {
      RestoreRoot root = roots.next();
      enter(root, root.source(), "");
    } else if (levels.element().entries().hasNext()) {
      visit(levels.element().root(), levels.element().entries().next());
    } else {
      levels.pop();
    }
  }

  private void visit(RestoreRoot root, TreeEntry entry) throws IOException {
    switch (entry.type()) {
      case DIRECTORY -> enter(root, entry.path(), entry.name() + "/");
      case FILE -> next = () -> restore(entry, root.targetOf(entry.name()));
      default -> sink.skip(entry);
    }
  }

  private void restore(TreeEntry file, Path target) throws IOException {
    switch (comparison.compare(file, target)) {
      case WRITE -> sink.write(file, target);
      case ADJUST -> sink.adjust(file, target);
      case LEAVE -> sink.leave(file, target);
    }
  }

  /** Makes directories before anything is removed: what a killed restore leaves is told by them. */
  private void enter(RestoreRoot root, Path source, String prefix) throws IOException {
    List<TreeEntry> entries = entries(root, source, prefix);
    Set<Path> wanted = new HashSet<>();
    for (TreeEntry entry : entries) {
      Path target = root.targetOf(entry.name());
      if (entry.isDirectory()) {
        wanted.add(target);
        sink.directory(target);
      } else if (entry.isFile()) {
        wanted.add(target);
      }
    }
    removeOthers(root, prefix, wanted);
    levels.push(new Level(root, entries.iterator()));
  }

  private static List<TreeEntry> entries(RestoreRoot root, Path source, String prefix)
      throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    for (Path path : SortedDirectory.list(source)) {
      String name = prefix + path.getFileName();
      if (root.isRestored(name)) {
        entries.add(TreeEntry.of(path, name));
      }
    }
    return entries;
  }

  private void removeOthers(RestoreRoot root, String prefix, Set<Path> wanted) throws IOException {
    Path directory = root.target().resolve(prefix);
    boolean reached =
        prefix.isEmpty()
            ? Files.isDirectory(directory)
            : Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    for (Path path : reached ? SortedDirectory.list(directory) : List.<Path>of()) {
      if (!wanted.contains(path) && !root.isSpared(prefix + path.getFileName())) {
        sink.remove(path);
      }
    }
  }
}
