/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Notes what would be done to the targets, and does nothing. */
final class MergeRecorder implements MergeSink {

  private final Set<Path> replaced = new TreeSet<>();
  private final List<Path> written = new ArrayList<>();
  private final List<Path> adjusted = new ArrayList<>();
  private final List<Path> deleted = new ArrayList<>();
  private long writtenBytes;
  private long left;
  private long leftBytes;

  @Override
  public synchronized void directory(Path target) {
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (there && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      replaced.add(target);
      deleted.add(target);
    }
  }

  @Override
  public synchronized void remove(Path target) {
    deleted.add(target);
  }

  @Override
  public synchronized void write(TreeEntry file, Path target) {
    written.add(target);
    writtenBytes += file.size();
  }

  @Override
  public synchronized void adjust(TreeEntry file, Path target) {
    if (isReplaced(target)) {
      write(file, target);
    } else {
      adjusted.add(target);
    }
  }

  @Override
  public synchronized void leave(TreeEntry file, Path target) {
    if (isReplaced(target)) {
      write(file, target);
    } else {
      left++;
      leftBytes += file.size();
    }
  }

  /** What is found behind a link will be gone with it. */
  private boolean isReplaced(Path target) {
    return replaced.stream().anyMatch(target::startsWith);
  }

  @Override
  public void skip(TreeEntry entry) {
    // It is a matter of the restore itself, which warns of it.
  }

  /** Returns what was noted. */
  synchronized DeltaPlan toPlan(Path dataDirectory) {
    return new DeltaPlan(
        dataDirectory,
        written,
        writtenBytes,
        adjusted,
        deleted,
        new DeltaPlan.Left(left, leftBytes));
  }
}
