/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.work.BandwidthLimit;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Copies, reads and compares files through this JVM. Thread-safe. */
final class BufferedCopy {

  private static final int BUFFER = 256 << 10;

  private final Guard guard;
  private final Progress progress;
  private final Durability durability;
  private final BandwidthLimit limit;

  BufferedCopy(Guard guard, Progress progress, Durability durability, BandwidthLimit limit) {
    this.guard = guard;
    this.progress = progress;
    this.durability = durability;
    this.limit = limit;
  }

  /** Makes a file with the content of another; returns its bytes and its checksum. */
  Content copy(Path from, Path to, FileTraits traits, ChecksumAlgorithm algorithm)
      throws IOException {
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel target = create(to, traits)) {
      Content content = transfer(source, target, algorithm.start());
      durability.written(target);
      Files.setPosixFilePermissions(to, traits.permissions());
      Files.setLastModifiedTime(to, traits.modified());
      return content;
    }
  }

  /** Makes a file with this content. */
  void write(byte[] content, Path to, FileTraits traits) throws IOException {
    try (FileChannel target = create(to, traits)) {
      writeAll(target, ByteBuffer.wrap(content));
      durability.written(target);
      Files.setPosixFilePermissions(to, traits.permissions());
      Files.setLastModifiedTime(to, traits.modified());
    }
  }

  /** Makes a file with what a stream holds; returns the bytes. */
  long write(InputStream content, Path to, FileTraits traits) throws IOException {
    try (FileChannel target = create(to, traits)) {
      long bytes = content.transferTo(Channels.newOutputStream(target));
      durability.written(target);
      Files.setPosixFilePermissions(to, traits.permissions());
      Files.setLastModifiedTime(to, traits.modified());
      return bytes;
    }
  }

  private static FileChannel create(Path file, FileTraits traits) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(traits.permissions()));
  }

  private Content transfer(FileChannel source, FileChannel target, Checksum checksum)
      throws IOException {
    byte[] bytes = new byte[BUFFER];
    long total = 0;
    int read = read(source, bytes);
    while (read > 0) {
      limit.acquire(read);
      checksum.update(bytes, 0, read);
      writeAll(target, ByteBuffer.wrap(bytes, 0, read));
      progress.read(read);
      progress.uploaded(read);
      total += read;
      read = read(source, bytes);
    }
    return new Content(total, checksum.hex());
  }

  private static void writeAll(FileChannel target, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  /** Fills the array unless the file ends before; returns the bytes read. */
  private int read(FileChannel source, byte[] bytes) throws IOException {
    guard.check();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (source.read(buffer) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  /** Reads a file and returns its bytes and its checksum. */
  Content read(Path file, ChecksumAlgorithm algorithm) throws IOException {
    try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
      Checksum checksum = algorithm.start();
      byte[] bytes = new byte[BUFFER];
      long total = 0;
      int read = read(source, bytes);
      while (read > 0) {
        checksum.update(bytes, 0, read);
        total += read;
        read = read(source, bytes);
      }
      return new Content(total, checksum.hex());
    }
  }

  /** Tells whether two files have the same content. */
  boolean isSame(Path one, Path other) throws IOException {
    try (FileChannel first = FileChannel.open(one, StandardOpenOption.READ);
        FileChannel second = FileChannel.open(other, StandardOpenOption.READ)) {
      byte[] expected = new byte[BUFFER];
      byte[] found = new byte[BUFFER];
      while (true) {
        int count = read(first, expected);
        if (count != read(second, found) || !Arrays.equals(expected, 0, count, found, 0, count)) {
          return false;
        }
        if (count < BUFFER) {
          return true;
        }
      }
    }
  }

  /**
   * What a file holds.
   *
   * @param bytes how many
   * @param checksum as a manifest has it, empty if none was asked for
   */
  record Content(long bytes, String checksum) {}
}
