/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.LastErrorException;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Copies files within the kernel: the copy shares the blocks of the original where the file system
 * can do that, see {@code ioctl_ficlone(2)}, else {@code copy_file_range(2)} does it. For files of
 * two file systems, which may turn out to allow neither. Thread-safe.
 */
final class KernelCopy {

  private static final long CHUNK = 16L << 20;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Guard guard;
  private final Progress progress;
  private final Durability durability;
  private volatile boolean clones = true;
  private volatile boolean copies = true;

  KernelCopy(Guard guard, Progress progress, Durability durability) {
    this.guard = guard;
    this.progress = progress;
    this.durability = durability;
  }

  /** Tells whether it is worth trying. */
  boolean isPossible() {
    return clones || copies;
  }

  /**
   * Makes a file with the content of another; returns its bytes, empty with no file made if it has
   * to be done in another way.
   *
   * @throws java.nio.file.NoSuchFileException if the original is not there
   */
  OptionalLong copy(Path from, Path to, FileTraits traits) throws IOException {
    int source = open(from, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    try {
      return copy(source, to, traits);
    } finally {
      Libc.close(source);
    }
  }

  private static int open(Path file, int flags, int mode) throws IOException {
    try {
      return Libc.open(file.toString(), flags, mode);
    } catch (LastErrorException e) {
      throw SystemErrors.of(file, e);
    }
  }

  private OptionalLong copy(int source, Path to, FileTraits traits) throws IOException {
    int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC;
    int target = open(to, flags, traits.mode());
    try {
      long bytes = transfer(source, target);
      if (bytes >= 0) {
        Libc.fchmod(target, traits.mode());
        Libc.futimens(target, times(traits));
        durability.written(target, bytes);
        return OptionalLong.of(bytes);
      }
    } catch (LastErrorException e) {
      throw SystemErrors.of(to, e);
    } finally {
      Libc.close(target);
    }
    Files.delete(to);
    return OptionalLong.empty();
  }

  private static long[] times(FileTraits traits) {
    long nanos = traits.modified().to(TimeUnit.NANOSECONDS);
    return new long[] {
      0, Libc.UTIME_OMIT, Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)
    };
  }

  /** Returns the bytes, -1 if it is not possible. */
  private long transfer(int source, int target) throws IOException {
    if (clones && isCloned(source, target)) {
      long bytes = Libc.lseek(target, 0, Libc.SEEK_END);
      progress.read(bytes);
      return bytes;
    }
    return copies ? copyRanges(source, target) : -1;
  }

  private boolean isCloned(int source, int target) {
    try {
      Libc.ioctl(target, Libc.FICLONE, source);
      return true;
    } catch (LastErrorException e) {
      if (!SystemErrors.isUnsupported(e)) {
        throw e;
      }
      clones = false;
      return false;
    }
  }

  private long copyRanges(int source, int target) throws IOException {
    long total = 0;
    while (true) {
      guard.check();
      long copied = copyRange(source, target, total);
      if (copied <= 0) {
        return copied < 0 ? -1 : total;
      }
      total += copied;
      progress.read(copied);
      progress.uploaded(copied);
    }
  }

  private long copyRange(int source, int target, long before) {
    try {
      return Libc.copyFileRange(source, target, CHUNK);
    } catch (LastErrorException e) {
      if (e.getErrorCode() == Libc.EINTR) {
        return copyRange(source, target, before);
      } else if (before > 0 || !SystemErrors.isUnsupported(e)) {
        throw e;
      }
      copies = false;
      return -1;
    }
  }
}
