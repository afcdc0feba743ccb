/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Puts errors of {@link Libc} into Java's words. */
final class SystemErrors {

  private static final int ENOSPC = 28;
  private static final int EXDEV = 18;
  private static final int EINVAL = 22;
  private static final int ENOTTY = 25;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;
  private static final long MIB = 1 << 20;

  private SystemErrors() {}

  /** Tells whether the kernel or the file system just cannot do it. */
  static boolean isUnsupported(LastErrorException e) {
    return switch (e.getErrorCode()) {
      case EXDEV, EINVAL, ENOTTY, ENOSYS, EOPNOTSUPP -> true;
      default -> false;
    };
  }

  /** Returns the error of what was done with a file. */
  static IOException of(Path file, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case Libc.ENOENT -> new NoSuchFileException(file.toString());
      case Libc.EACCES -> new AccessDeniedException(file.toString());
      case ENOSPC -> new FileSystemException(file.toString(), null, e.getMessage() + free(file));
      default -> new FileSystemException(file.toString(), null, e.getMessage());
    };
  }

  /** Returns, for the message of an error, how much space there is where a file was to go. */
  static String free(Path file) {
    return ", " + DurableFiles.parent(file).toFile().getUsableSpace() / MIB + " MiB are free now";
  }
}
