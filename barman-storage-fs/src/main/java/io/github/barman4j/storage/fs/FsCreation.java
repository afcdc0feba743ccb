/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives a finished file its name if nothing has that name, atomically. Throws {@link
 * FileAlreadyExistsException} if something has.
 */
@FunctionalInterface
interface FsCreation {

  void create(Path file, Path target) throws IOException;

  /** By a second link: {@code link(2)} fails if the name exists. */
  static FsCreation linking() {
    return (file, target) -> {
      Files.createLink(target, file);
      Files.delete(file);
    };
  }

  /**
   * For file systems without hard links: exclusive among creators, of this process and of others,
   * by a lock that ends with its process. A writer that replaces can come between.
   */
  static FsCreation locking(Path lockFile) {
    ReentrantLock threads = new ReentrantLock();
    return (file, target) -> {
      threads.lock();
      try (FileChannel channel = FileChannel.open(lockFile, CREATE, WRITE)) {
        acquire(channel);
        requireAbsent(target);
        Files.move(file, target, ATOMIC_MOVE);
      } finally {
        threads.unlock();
      }
    };
  }

  private static void requireAbsent(Path target) throws FileAlreadyExistsException {
    if (Files.exists(target, NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  // Another store of this JVM on the same directory shows as an overlap, not by waiting. Closing
  // the channel releases the lock.
  private static void acquire(FileChannel channel) throws IOException {
    while (!tryAcquire(channel)) {
      pause();
    }
  }

  private static boolean tryAcquire(FileChannel channel) throws IOException {
    try {
      return channel.lock().isValid();
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FsExceptions.interrupted("create: ", null);
    }
  }

  /** Tells whether hard links can be made in a directory; {@code file} is one in it. */
  static boolean linksWork(Path file) {
    Path link = file.resolveSibling(file.getFileName() + "-link");
    try {
      Files.createLink(link, file);
      Files.delete(link);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
