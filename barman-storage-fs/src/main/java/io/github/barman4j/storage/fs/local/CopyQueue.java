/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.server.TreeWalk;
import io.github.barman4j.internal.work.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals the files of all trees to workers while the trees are walked; makes the directories on the
 * way. The walk is some files ahead, so that the totals of all but very large clusters are known
 * early, and never more than that. Thread-safe.
 */
final class CopyQueue implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(CopyQueue.class);
  private static final int AHEAD = 30_000;
  private static final int BATCH_FILES = 64;
  private static final int WALKED_FOR_BATCH = 4 * BATCH_FILES;
  private static final long BATCH_BYTES = 16 << 20;

  private final Deque<Job> jobs;
  private final Deque<Queued> queue = new ArrayDeque<>();
  private final DirectoryCopies directories;
  private final Progress progress;
  private final Consumer<String> excluded;
  private @Nullable Job job;
  private @Nullable TreeWalk walk;
  private long files;
  private long bytes;

  /** A tree and where it goes. */
  record Job(Tree tree, CopyTarget target, TreeCopy copy, String label) {}

  /** Files of one tree. */
  record Batch(Job job, List<Entry.RegularFile> files) {}

  private record Queued(Job job, Entry.RegularFile file) {}

  CopyQueue(
      Collection<Job> jobs,
      DirectoryCopies directories,
      Progress progress,
      Consumer<String> excluded) {
    this.jobs = new ArrayDeque<>(jobs);
    this.directories = directories;
    this.progress = progress;
    this.excluded = excluded;
  }

  /** Returns what to copy next, null if nothing is left. */
  synchronized @Nullable Batch next() throws IOException {
    walkOn();
    Queued first = queue.peek();
    if (first == null) {
      return null;
    }
    List<Entry.RegularFile> batch = new ArrayList<>();
    long size = 0;
    for (Queued next = first; next != null && next.job().equals(first.job()); next = queue.peek()) {
      if (batch.size() == BATCH_FILES || size >= BATCH_BYTES) {
        break;
      }
      batch.add(next.file());
      size += next.file().size();
      queue.remove();
    }
    return new Batch(first.job(), batch);
  }

  /** Walks some files on, and until there is at least one. */
  private void walkOn() throws IOException {
    int limit = Math.min(AHEAD, queue.size() + WALKED_FOR_BATCH);
    while (queue.size() < limit && !isWalked()) {
      Job current = job;
      TreeWalk open = walk;
      if (current == null || open == null) {
        openNext();
      } else {
        step(current, open);
      }
    }
  }

  private boolean isWalked() {
    return walk == null && jobs.isEmpty();
  }

  /** A tablespace may have been dropped meanwhile. */
  private void openNext() throws IOException {
    Job next = jobs.remove();
    try {
      walk = new TreeWalk(next.tree(), excluded);
      job = next;
    } catch (NoSuchFileException vanished) {
      if (next.tree().top().isEmpty()) {
        throw vanished;
      }
      LOG.debug("The tablespace {} is not there any more", next.tree().root());
    }
  }

  private void step(Job current, TreeWalk open) throws IOException {
    Entry entry = open.next();
    if (entry instanceof Entry.Directory directory) {
      directories.make(current.target().root(), directory);
    } else if (entry instanceof Entry.RegularFile file) {
      queue.add(new Queued(current, file));
      files++;
      bytes += file.size();
    } else {
      close();
      if (jobs.isEmpty()) {
        progress.expect(files, bytes);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    TreeWalk open = walk;
    walk = null;
    job = null;
    if (open != null) {
      open.close();
    }
  }
}
