/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

/** Writes files at the target of a restore, never into one that is there. Thread-safe. */
final class RestoredFiles {

  /** All bits that a mode can have. */
  static final int PERMISSIONS = 07777;

  /** What a restored file may permit: nobody but its owner writes a cluster's files. */
  private static final int PERMITTED = 0755;

  private static final String TEMPORARY = ".barman4j-restore";
  private static final long STEP = 64L << 20;
  private final KernelCopy kernel;
  private final CancellationToken cancellation;

  RestoredFiles(KernelCopy kernel, CancellationToken cancellation) {
    this.kernel = kernel;
    this.cancellation = cancellation;
  }

  /** Returns the mode with which a file of the backup is restored. */
  static int modeOf(TreeEntry source) {
    return source.owner().mode() & PERMITTED;
  }

  /** Writes a file, replacing what is there. */
  void write(TreeEntry source, Path target) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      create(source, target);
      return;
    }
    Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
    DurableFiles.removeTree(temporary);
    create(source, temporary);
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      DurableFiles.removeTree(target);
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void create(TreeEntry source, Path target) throws IOException {
    FileTraits traits = new FileTraits(FileTraits.permissions(modeOf(source)), source.modified());
    OptionalLong copied =
        kernel.isPossible() && isAscii(source.path()) && isAscii(target)
            ? kernel.copy(source.path(), target, traits)
            : OptionalLong.empty();
    if (copied.isEmpty()) {
      createHere(source, target);
    } else if (copied.getAsLong() != source.size()) {
      throw changed(source, copied.getAsLong());
    }
  }

  private static boolean isAscii(Path path) {
    return MemberPaths.isAscii(path.toString());
  }

  private void createHere(TreeEntry source, Path target) throws IOException {
    try (FileChannel in =
            FileChannel.open(
                source.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        FileChannel out =
            FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(FileTraits.permissions(0600)))) {
      for (long at = 0; at < source.size(); ) {
        cancellation.throwIfCancelled();
        at += copy(in, out, at, source);
      }
    }
    adjust(source, target);
  }

  private static long copy(FileChannel in, FileChannel out, long at, TreeEntry source)
      throws IOException {
    long copied = in.transferTo(at, Math.min(STEP, source.size() - at), out);
    if (copied == 0) {
      throw changed(source, at);
    }
    return copied;
  }

  private static FileSystemException changed(TreeEntry source, long bytes) {
    return new FileSystemException(
        source.path().toString(), null, "has " + bytes + " bytes, and had " + source.size());
  }

  /** Gives a file the time and the mode of the backup's. */
  static void adjust(TreeEntry source, Path target) throws IOException {
    Files.setPosixFilePermissions(target, FileTraits.permissions(modeOf(source)));
    Files.setLastModifiedTime(target, source.modified());
  }
}
