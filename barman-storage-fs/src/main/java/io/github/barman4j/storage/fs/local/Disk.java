/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.internal.targets.TargetContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Work with the files of a server directory, and what its failures are called. */
final class Disk {

  private Disk() {}

  /** Work that may fail. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException;
  }

  /**
   * Does work.
   *
   * @param what is being done, for the message
   * @throws StorageFailedException if it fails
   * @throws OperationCancelledException if the thread is interrupted
   */
  static <T> T work(String what, Task<T> task) {
    try {
      return task.run();
    } catch (ClosedByInterruptException e) {
      throw new OperationCancelledException("Interrupted: " + what, e);
    } catch (UncheckedIOException e) {
      throw new StorageFailedException(what, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw new StorageFailedException(what, e);
    }
  }

  /** Lists what is in a directory, ascending by name; nothing if there is no such directory. */
  static List<Path> list(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(paths);
    return paths;
  }

  /**
   * Tells whether there is a file and no link.
   *
   * @throws IOException if that cannot be found out, which is not the same as that there is none
   */
  static boolean isFile(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile();
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /** Tells whether it is what a file system puts into its root, which only root may list. */
  static boolean isFound(Path path) {
    return TargetContent.DISREGARDED.contains(name(path));
  }

  /** Returns the last part of a path. */
  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
