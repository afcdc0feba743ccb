/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.internal.targets.TargetContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Makes trees durable, each file and each directory by a task of its own; what the file system put
 * at its root may not even be readable.
 */
final class SyncTasks implements Iterator<ParallelTasks.Task> {

  private final Iterator<Path> roots;
  private final Deque<Path> ready = new ArrayDeque<>();
  private @Nullable TreeEntries entries;

  SyncTasks(List<Path> roots) {
    this.roots = List.copyOf(roots).iterator();
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready.isEmpty() && (entries != null || roots.hasNext())) {
        advance();
      }
      return !ready.isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void advance() throws IOException {
    TreeEntries open = entries;
    if (open == null) {
      Path root = roots.next();
      ready.add(root);
      entries = new TreeEntries(root, TargetContent.DISREGARDED);
      return;
    }
    TreeEntry entry = open.next();
    if (entry == null) {
      entries = null;
    } else if (isOurs(entry)) {
      ready.add(entry.path());
    }
  }

  private static boolean isOurs(TreeEntry entry) {
    boolean foreign = entry.isDirectory() && TargetContent.DISREGARDED.contains(entry.name());
    return !foreign && (entry.isFile() || entry.isDirectory());
  }

  @Override
  public ParallelTasks.Task next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Path path = ready.remove();
    return () -> sync(path);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
