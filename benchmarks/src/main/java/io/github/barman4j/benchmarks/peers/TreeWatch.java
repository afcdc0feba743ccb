/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks at the descendants of a process ten times a second, until it is interrupted.
 *
 * <p>Start {@link #run} in a thread; the peaks may be asked when that has ended.
 */
final class TreeWatch implements Runnable {
  private static final long INTERVAL_MILLIS = 100;

  private final ProcessHandle root;
  private final Path temp;
  private long peakMemory;
  private long peakTemp;

  /** Makes a watch of what the root has started, and of a directory. */
  TreeWatch(ProcessHandle root, Path temp) {
    this.root = root;
    this.temp = temp;
  }

  @Override
  public void run() {
    try {
      while (root.isAlive()) {
        look(root.descendants().map(ProcessHandle::pid).toList());
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the most memory seen, in bytes; see {@link Measurement#peakMemory}. */
  long peakMemory() {
    return peakMemory;
  }

  /** Returns the most bytes seen in temporary files. */
  long peakTemp() {
    return peakTemp;
  }

  private void look(List<Long> pids) {
    long largest = pids.stream().mapToLong(ProcFiles::highWaterMark).max().orElse(0);
    peakMemory = Math.max(peakMemory, Math.max(largest, together(pids)));
    long nameless = pids.stream().mapToLong(ProcFiles::namelessFiles).sum();
    peakTemp = Math.max(peakTemp, nameless + size(temp));
  }

  /** Costly for the process that is looked at, so not asked where the high-water mark says it. */
  private static long together(List<Long> pids) {
    return pids.size() < 2 ? 0 : pids.stream().mapToLong(ProcFiles::proportionalSetSize).sum();
  }

  /** Returns the size in bytes of all files below a directory, leaving out those that vanish. */
  static long size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(TreeWatch::sizeOfFile).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long sizeOfFile(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
