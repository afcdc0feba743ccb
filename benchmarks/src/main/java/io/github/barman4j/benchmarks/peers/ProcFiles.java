/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells of a process; 0 for one that has ended.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
final class ProcFiles {
  private static final String DELETED = " (deleted)";

  private ProcFiles() {}

  /** Returns the most memory that was ever resident, in bytes. */
  static long highWaterMark(long pid) {
    return kilobytes(path(pid, "status"), "VmHWM:");
  }

  /** Returns the resident memory in bytes, each shared page divided by those who share it. */
  static long proportionalSetSize(long pid) {
    return kilobytes(path(pid, "smaps_rollup"), "Pss:");
  }

  /** Returns the size in bytes of open files that no directory has any more. */
  static long namelessFiles(long pid) {
    long total = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(path(pid, "fd"))) {
      for (Path descriptor : descriptors) {
        total += namelessFile(descriptor);
      }
    } catch (IOException e) {
      return total;
    }
    return total;
  }

  private static long namelessFile(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/") && target.endsWith(DELETED) ? Files.size(descriptor) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long kilobytes(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static Path path(long pid, String file) {
    return Path.of("/proc", Long.toString(pid), file);
  }
}
