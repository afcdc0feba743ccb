/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory, one per user, for what is slow to make and never changes.
 *
 * <p>Threads and JVMs may make the same entry at the same time: the first one wins.
 */
final class CacheDirectory {
  private CacheDirectory() {}

  @FunctionalInterface
  interface Maker {
    void make(Path target) throws IOException;
  }

  static Path path() throws IOException {
    Path path =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "barman4j-postgres-" + System.getProperty("user.name"));
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }

  /**
   * Creates an entry unless it exists.
   *
   * @param maker creates the file or directory it is given; what it leaves when failing is deleted
   */
  static void createOnce(Path entry, Maker maker) throws IOException {
    if (Files.exists(entry)) {
      return;
    }
    Path staging = FileTrees.createTemporary("staging");
    try {
      Path made = staging.resolve("made");
      maker.make(made);
      publish(made, entry);
    } finally {
      FileTrees.delete(staging);
    }
  }

  private static void publish(Path made, Path entry) throws IOException {
    try {
      Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(entry)) {
        throw e;
      }
    }
  }
}
