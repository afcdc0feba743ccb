/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of one instance's own, in a place that others use too. A locked file beside it says
 * that the instance lives; directories whose lock nobody holds are removed by the next one.
 *
 * <p>Only who holds the lock deletes the lock file, and not before the directory.
 */
final class SpoolDirectory implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
  private static final String PREFIX = "barman4j-wal-";
  private static final String LOCK = ".lock";
  private static final int ATTEMPTS = 10;

  private final Path directory;
  private final Path lockFile;
  private final FileLock lock;

  private SpoolDirectory(Path directory, Path lockFile, FileLock lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Makes one in a place, which is made too if absent, and removes leftovers there. */
  static SpoolDirectory in(Path place) throws IOException {
    Path absolute = place.toAbsolutePath();
    if (!Files.isDirectory(absolute)) {
      Files.createDirectories(absolute, forOwner());
    }
    removeLeftovers(absolute);
    for (int i = 0; i < ATTEMPTS; i++) {
      Path directory = absolute.resolve(PREFIX + process() + "-" + random());
      SpoolDirectory made = make(directory, absolute.resolve(directory.getFileName() + LOCK));
      if (made != null) {
        return made.requireSafe(absolute);
      }
    }
    throw new IOException("Others remove our lock files in " + absolute);
  }

  private SpoolDirectory requireSafe(Path place) throws IOException {
    try {
      SpoolPlace.require(place, directory);
      return this;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static @Nullable SpoolDirectory make(Path directory, Path lockFile) throws IOException {
    SpoolDirectory made = null;
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null && isStillThere(lockFile)) {
        made = new SpoolDirectory(Files.createDirectory(directory, forOwner()), lockFile, lock);
      }
      return made;
    } finally {
      if (made == null) {
        channel.close();
      }
    }
  }

  /** Between making the file and locking it, another process may take it for a leftover. */
  private static boolean isStillThere(Path lockFile) {
    return Files.exists(lockFile);
  }

  /** Says which process, so that it never opens its own lock: closing that would give it up. */
  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return self.pid() + "-" + start;
  }

  private static String random() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }

  private static FileAttribute<?>[] forOwner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void removeLeftovers(Path place) throws IOException {
    String ours = PREFIX + process() + "-";
    for (Path lockFile : list(place, PREFIX + "*" + LOCK)) {
      if (!String.valueOf(lockFile.getFileName()).startsWith(ours)) {
        removeIfDead(lockFile);
      }
    }
  }

  private static List<Path> list(Path directory, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private static void removeIfDead(Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        remove(directoryOf(lockFile));
        Files.deleteIfExists(lockFile);
        LOG.debug("Removed what an instance that ended left behind {}", lockFile);
      }
    } catch (IOException e) {
      LOG.debug("{} is left as it is", lockFile, e);
    }
  }

  private static Path directoryOf(Path lockFile) {
    String file = String.valueOf(lockFile.getFileName());
    return lockFile.resolveSibling(file.substring(0, file.length() - LOCK.length()));
  }

  /** There is but one level, and no link is followed. */
  private static void remove(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path file : list(directory, "*")) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(directory);
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  /** Removes it with everything in it. */
  @Override
  public void close() throws IOException {
    try (Channel channel = lock.acquiredBy()) {
      if (channel.isOpen()) {
        remove(directory);
        Files.deleteIfExists(lockFile);
      }
    }
  }
}
