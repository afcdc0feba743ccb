/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.internal.targets.TargetContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree durable: every file, then its directory. Once, at the end, so that the system could
 * write in the order that suits it.
 */
final class SyncPass extends SimpleFileVisitor<Path> {

  private final Path root;
  private final CancellationToken cancellation;

  private SyncPass(Path root, CancellationToken cancellation) {
    this.root = root;
    this.cancellation = cancellation;
  }

  /**
   * Syncs all.
   *
   * @param root a directory, or a link to one
   */
  static void over(Path root, CancellationToken cancellation) throws IOException {
    Path real = root.toRealPath();
    Files.walkFileTree(real, new SyncPass(real, cancellation));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return isForeign(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (isForeign(file)) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  /** What the file system put there may not even be readable. */
  private boolean isForeign(Path path) {
    return root.equals(path.getParent()) && TargetContent.isDisregarded(path);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    cancellation.throwIfCancelled();
    if (attributes.isRegularFile()) {
      sync(file, StandardOpenOption.WRITE);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    sync(directory, StandardOpenOption.READ);
    return FileVisitResult.CONTINUE;
  }

  static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
