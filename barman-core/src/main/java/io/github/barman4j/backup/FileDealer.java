/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.Scan;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.server.TreeWalk;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deals the files of all trees to workers, who ask for more when they are done with what they have:
 * so nobody waits for a queue to be filled, and memory holds only a window of the files. Large
 * files of the window are dealt first, so that parts finish together; small ones in batches, so
 * that a small tablespace stays in one part. Thread-safe.
 */
final class FileDealer implements Closeable {

  private static final int WINDOW = 2048;
  private static final int BATCH_FILES = 256;
  private static final long BATCH_BYTES = 8 << 20;

  private final Deque<Scan> trees;
  private final PriorityQueue<Entry.RegularFile> window =
      new PriorityQueue<>(Comparator.comparingLong(Entry.RegularFile::size).reversed());
  private @Nullable Walking walking;

  /** A tree whose files are being dealt. */
  private record Walking(Tree tree, TreeWalk walk, Set<String> known) {}

  FileDealer(Collection<Scan> scans) {
    trees = new ArrayDeque<>(scans);
  }

  /** Returns what to write next, null if nothing is left. */
  synchronized @Nullable Batch next() throws IOException {
    while (true) {
      Walking current = walking;
      if (current != null) {
        Batch batch = more(current);
        if (batch != null) {
          return batch;
        }
        close();
      }
      Scan scan = trees.poll();
      if (scan == null) {
        return null;
      }
      walking = open(scan);
      return new Batch(scan.tree(), true, List.copyOf(scan.directories()), 0);
    }
  }

  private static Walking open(Scan scan) throws IOException {
    TreeWalk walk = new TreeWalk(scan.tree(), name -> {});
    return new Walking(scan.tree(), walk, scan.directoryNames());
  }

  private @Nullable Batch more(Walking current) throws IOException {
    List<Entry> entries = new ArrayList<>();
    fill(current, entries);
    long bytes = 0;
    while (!window.isEmpty() && entries.size() < BATCH_FILES && bytes < BATCH_BYTES) {
      Entry.RegularFile file = window.remove();
      entries.add(file);
      bytes += file.size();
    }
    return entries.isEmpty() ? null : new Batch(current.tree(), false, entries, bytes);
  }

  /** Fills the window; directories made since the tree was counted go into the batch at once. */
  private void fill(Walking current, Collection<Entry> newDirectories) throws IOException {
    while (window.size() < WINDOW) {
      Entry entry = current.walk().next();
      if (entry == null) {
        return;
      }
      if (entry instanceof Entry.RegularFile file) {
        window.add(file);
      } else if (!current.known().contains(entry.member())) {
        newDirectories.add(entry);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    Walking current = walking;
    walking = null;
    window.clear();
    if (current != null) {
      current.walk().close();
    }
  }
}
