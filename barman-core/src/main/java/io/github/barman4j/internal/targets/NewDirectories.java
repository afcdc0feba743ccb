/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Directories that did not exist.
 *
 * @param made their real paths, the uppermost first
 */
record NewDirectories(List<Path> made) {

  NewDirectories {
    made = List.copyOf(made);
  }

  /** Makes a directory and those above it, for their owner alone. */
  static NewDirectories upTo(Path directory) throws IOException {
    Deque<Path> absent = new ArrayDeque<>();
    Path existing = RealPlace.nearest(directory);
    for (Path p = directory; !p.equals(existing); p = Objects.requireNonNull(p.getParent())) {
      absent.push(p);
    }
    List<Path> made = new ArrayList<>();
    for (Path p : absent) {
      if (create(p)) {
        made.add(p.toRealPath());
      }
    }
    return new NewDirectories(made);
  }

  private static boolean create(Path directory) throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
      return false;
    }
  }

  boolean contains(Path real) {
    return made.contains(real);
  }

  /** Makes their names durable. */
  void sync() throws IOException {
    for (Path directory : made) {
      try (FileChannel parent =
          FileChannel.open(
              Objects.requireNonNull(directory.getParent()), StandardOpenOption.READ)) {
        parent.force(true);
      }
    }
  }
}
