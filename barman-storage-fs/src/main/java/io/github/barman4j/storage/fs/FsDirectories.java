/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, forces to the disk, and prunes the directories of a store. */
final class FsDirectories {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final Logger LOG = LoggerFactory.getLogger(FsDirectories.class);

  private final FsLocation location;
  private final boolean sync;

  FsDirectories(FsLocation location, boolean sync) {
    this.location = location;
    this.sync = sync;
  }

  /**
   * Makes a directory under the root and those above it, durably.
   *
   * @throws NotDirectoryException if one of them is an object or a symbolic link
   */
  void make(Path directory) throws IOException {
    if (location.isReal(directory)) {
      return;
    }
    make(FsLocation.parent(directory));
    try {
      Files.createDirectory(directory, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      requireReal(directory);
    }
    force(FsLocation.parent(directory));
  }

  private void requireReal(Path directory) throws IOException {
    if (location.isReal(directory)) {
      return;
    }
    // One look, because others prune and make: what is a directory now was gone for this attempt.
    // What is absent is a NoSuchFileException of the look itself.
    boolean isDirectory =
        Files.readAttributes(directory, BasicFileAttributes.class, NOFOLLOW_LINKS).isDirectory();
    throw isDirectory
        ? new NoSuchFileException(directory.toString())
        : new NotDirectoryException(directory.toString());
  }

  /** Makes the root if its parent is there; it may be a symbolic link. */
  static void makeRoot(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectory(root, PRIVATE);
    }
  }

  /**
   * Forces a directory's entries to the disk. An interrupt does not stop it, because what it makes
   * durable can already be seen; the flag is set again.
   */
  void force(Path directory) throws IOException {
    if (!sync) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (!forced(directory)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean forced(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /** Removes what is empty from this directory upwards, and makes that and the deletes durable. */
  void settle(Path directory) throws IOException {
    try {
      force(prune(directory));
    } catch (NoSuchFileException e) {
      LOG.debug("{} was removed by another delete, which makes it durable", e.getFile());
    }
  }

  /**
   * Removes this directory and those above it as long as they are empty and under the root.
   *
   * @return the first that stays
   */
  private Path prune(Path directory) throws IOException {
    Path at = directory;
    while (!at.equals(location.root()) && removed(at)) {
      at = FsLocation.parent(at);
    }
    return at;
  }

  private static boolean removed(Path directory) throws IOException {
    try {
      Files.delete(directory);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }
}
