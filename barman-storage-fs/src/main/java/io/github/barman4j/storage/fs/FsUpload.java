/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/**
 * An object being written into a temporary file; for one thread. Closing it ends the writing and
 * publishes nothing; {@link #discard} removes the file.
 */
final class FsUpload extends OutputStream {

  private static final int BUFFER = 64 * 1024;
  private static final Set<OpenOption> CREATE = Set.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS);
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final Path root;
  private final String what;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private boolean closed;

  FsUpload(Path file, Path root, String what) throws IOException {
    this.file = file;
    this.root = root;
    this.what = what;
    this.channel = FileChannel.open(file, CREATE, PRIVATE);
  }

  Path file() {
    return file;
  }

  @Override
  public void write(int b) throws IOException {
    requireOpen();
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    if (length <= buffer.remaining()) {
      buffer.put(bytes, offset, length);
      return;
    }
    flush();
    drain(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    drain(buffer.flip());
    buffer.clear();
  }

  private void drain(ByteBuffer bytes) throws IOException {
    attempt(
        () -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException(what + "the stream is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Appends all of another file without its bytes passing through the heap. */
  void append(FileChannel source) throws IOException {
    attempt(() -> transfer(source, source.size()));
  }

  private void transfer(FileChannel source, long size) throws IOException {
    long at = 0;
    while (at < size) {
      long moved = source.transferTo(at, size - at, channel);
      if (moved <= 0) {
        throw new IOException("the source ended at " + at + " of " + size + " bytes");
      }
      at += moved;
    }
  }

  /**
   * Ends the writing, so that the file can be published.
   *
   * @param written the time set on the file. It is finer than the file system's own clock, so that
   *     two versions that happen to lie in the same inode differ in it
   */
  void finish(Instant written, boolean sync) throws IOException {
    flush();
    attempt(
        () -> {
          Files.setLastModifiedTime(file, FileTime.from(written));
          if (sync) {
            channel.force(true);
          }
          channel.close();
        });
    if (Thread.currentThread().isInterrupted()) {
      throw FsExceptions.interrupted(what, null);
    }
  }

  /** Removes the file, if it is still there under its temporary name. */
  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  private void attempt(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      throw FsExceptions.whileWriting(what, root, e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
