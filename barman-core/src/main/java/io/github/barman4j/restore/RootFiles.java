/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Which part a file came from, where more than one can have it: Barman's backups hold a stale
 * {@code backup_label} among the files and the real one at the very end. The later part wins,
 * whichever is extracted first. Thread-safe.
 */
final class RootFiles {

  private final Map<Path, Integer> partOf = new HashMap<>();

  /** An action that writes a file. */
  interface Write {
    void run() throws java.io.IOException;
  }

  /** Runs {@code write} unless a later part has written the file. */
  synchronized void write(Path file, int part, Write write) throws java.io.IOException {
    Integer earlier = partOf.get(file);
    if (earlier != null && earlier > part) {
      return;
    }
    partOf.put(file, part);
    write.run();
  }
}
