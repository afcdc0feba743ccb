/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes to files that a crash does not undo or leave half done. */
final class DurableFiles {

  private static final String TEMPORARY = ".tmp";

  /** The smallest block of the usual file systems. */
  private static final int BLOCK = 1024;

  private DurableFiles() {}

  /** Writes a file, which is as before or as wanted whatever happens; never through a hard link. */
  static void write(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    Files.deleteIfExists(temporary);
    try {
      write(temporary, content, StandardOpenOption.CREATE_NEW);
      publish(temporary, file);
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private static void write(Path file, byte[] content, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Deletes what a failure has left. */
  static void deleteAfter(Throwable failure, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Writes as {@link #write}, and where a second file finds no room, over the old lines, whose
   * blocks are there: what frees a full disk must not need space on it. Then, as with Barman, a
   * power failure may leave the end of the old text.
   *
   * @param content lines of text; what is shorter than before is filled up with line ends at first
   */
  static void rewrite(Path file, byte[] content) throws IOException {
    try {
      write(file, content);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (!isReplaceable(file, content)) {
        throw e;
      }
      byte[] filled = Arrays.copyOf(content, (int) Math.max(content.length, Files.size(file)));
      Arrays.fill(filled, content.length, filled.length, (byte) '\n');
      write(file, filled, StandardOpenOption.WRITE);
      truncate(file, content.length);
    }
  }

  /** A block that is there has room to its end; what is linked elsewhere is not ours alone. */
  private static boolean isReplaceable(Path file, byte[] content) throws IOException {
    return Files.exists(file)
        && SpaceScan.links(file) == 1
        && blocks(content.length) <= blocks(Files.size(file));
  }

  private static long blocks(long size) {
    return (size + BLOCK - 1) / BLOCK;
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size).force(true);
    }
  }

  /** Gives a file whose content is durable its name, replacing what has it. */
  static void publish(Path temporary, Path file) throws IOException {
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory(parent(file));
  }

  /** Makes a directory and those above it. */
  static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      createDirectories(parent(directory));
      Files.createDirectories(directory);
      syncDirectory(parent(directory));
    }
  }

  /** Deletes a file if it is there. */
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectory(parent(file));
    }
  }

  /** Deletes a directory and all below it, if it is there; follows no links. */
  static void deleteTree(Path directory) throws IOException {
    if (removeTree(directory)) {
      syncDirectory(parent(directory));
    }
  }

  /** Deletes as {@link #deleteTree}, but a crash may undo it; returns whether it was there. */
  static boolean removeTree(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Deletion());
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /** Deletes all it visits. */
  static class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }

  static void syncFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Path parent(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }
}
