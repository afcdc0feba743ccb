/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name only when it is whole and on disk: written beside it, synced,
 * then renamed. Closing it unpublished removes it.
 */
final class StagedFile implements Closeable {

  private final Path destination;
  private final Path temporary;
  private final FileChannel channel;

  private StagedFile(Path destination, Path temporary, FileChannel channel) {
    this.destination = destination;
    this.temporary = temporary;
    this.channel = channel;
  }

  /** Makes the file in the directory of its destination, which must exist. */
  static StagedFile beside(Path destination) throws IOException {
    Path absolute = destination.toAbsolutePath();
    Path temporary =
        Files.createTempFile(absolute.getParent(), "." + absolute.getFileName() + ".", ".tmp");
    try {
      return new StagedFile(
          absolute, temporary, FileChannel.open(temporary, StandardOpenOption.WRITE));
    } catch (IOException e) {
      Files.delete(temporary);
      throw e;
    }
  }

  OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /** Returns the first bytes of what was written. */
  byte[] read(int maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(temporary)) {
      return in.readNBytes(maxBytes);
    }
  }

  /** Makes the file visible and durable; replaces what is at the destination. */
  void publish() throws IOException {
    publishForThisProcess();
    syncDirectory(destination);
  }

  /**
   * Makes the file visible; its content is durable, its name is not, which matters only to who
   * looks for it after a crash.
   */
  void publishForThisProcess() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(temporary, destination, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Moves a file whose content is durable to a destination, where it appears whole and durable,
   * even on another file system; replaces what is there.
   */
  static void move(Path synced, Path destination) throws IOException {
    Path absolute = destination.toAbsolutePath();
    try {
      Files.move(synced, absolute, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(absolute);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      copy(synced, absolute);
      Files.delete(synced);
    }
  }

  private static void copy(Path source, Path destination) throws IOException {
    try (StagedFile copy = beside(destination);
        OutputStream out = copy.out()) {
      Files.copy(source, out);
      copy.publish();
    }
  }

  private static void syncDirectory(Path file) throws IOException {
    try (FileChannel directory = FileChannel.open(file.getParent())) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(temporary);
    }
  }
}
