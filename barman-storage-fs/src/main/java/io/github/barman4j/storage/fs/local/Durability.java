/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes what was written durable: all of the file system at once, which is faster than file by
 * file, where the kernel then tells of files that could not be written, as Linux does since 5.8
 * (see {@code syncfs(2)}); else file by file. Large files begin to be written while others are
 * copied. Thread-safe; the caller closes it.
 */
final class Durability implements AutoCloseable {

  private static final long LARGE = 1 << 20;
  private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final int FIRST_MAJOR = 5;
  private static final int FIRST_MINOR = 8;

  private final Path root;
  private final boolean together;
  private final int descriptor;

  private Durability(Path root, boolean together, int descriptor) {
    this.root = root;
    this.together = together;
    this.descriptor = descriptor;
  }

  /**
   * Begins, before anything is written: errors of before are not told.
   *
   * @param root directory below which all is
   */
  static Durability of(Path root) throws IOException {
    return of(root, tellsErrors(System.getProperty("os.version", "")));
  }

  /** Begins to make things durable together, or one by one. */
  static Durability of(Path root, boolean together) throws IOException {
    try {
      int descriptor = Libc.open(root.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
      return new Durability(root, together, descriptor);
    } catch (LastErrorException e) {
      throw SystemErrors.of(root, e);
    }
  }

  static boolean tellsErrors(String kernel) {
    Matcher version = KERNEL.matcher(kernel);
    if (!version.matches()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > FIRST_MAJOR || (major == FIRST_MAJOR && minor >= FIRST_MINOR);
  }

  /** A new file has its content. */
  void written(int file, long bytes) {
    if (!together) {
      Libc.fdatasync(file);
    } else if (bytes >= LARGE) {
      Libc.sync_file_range(file, 0, 0, Libc.SYNC_FILE_RANGE_WRITE);
    }
  }

  /** A new file has its content. */
  void written(FileChannel file) throws IOException {
    if (!together) {
      file.force(true);
    }
  }

  /** Makes everything durable, directories too. */
  void finish() throws IOException {
    if (together) {
      try {
        Libc.syncfs(descriptor);
      } catch (LastErrorException e) {
        throw SystemErrors.of(root, e);
      }
    } else {
      syncDirectories();
    }
  }

  private void syncDirectories() throws IOException {
    try (Stream<Path> directories =
        Files.find(root, Integer.MAX_VALUE, (p, a) -> a.isDirectory())) {
      for (Path directory : (Iterable<Path>) directories::iterator) {
        DurableFiles.syncDirectory(directory);
      }
    }
    DurableFiles.syncDirectory(DurableFiles.parent(root));
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }
}
