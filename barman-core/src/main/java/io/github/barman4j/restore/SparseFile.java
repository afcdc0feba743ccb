/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;

/** Writes a file whose runs of zeros take no space, as PostgreSQL's own empty pages did not. */
final class SparseFile {

  private static final int CHUNK = 1 << 16;
  private static final byte[] ZEROS = new byte[CHUNK];
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final byte[] buffer = new byte[CHUNK];
  private final CRC32C sum = new CRC32C();
  private long bytesThatAreNotZero;

  /** Is shown what is in the buffer, in pieces of whole pages but for the last. */
  interface Visitor {
    void visit(int length, long position);
  }

  /** Returns where a visitor finds the bytes. */
  byte[] buffer() {
    return buffer;
  }

  /**
   * Creates the file, which must not exist, from exactly what the stream has, and returns its size.
   */
  long create(Path file, InputStream in, Visitor visitor) throws IOException {
    Set<java.nio.file.OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(file, options, OWNER_ONLY)) {
      return copy(in, new Output(channel, file), visitor);
    }
  }

  private record Output(FileChannel channel, Path file) {}

  private long copy(InputStream in, Output out, Visitor visitor) throws IOException {
    sum.reset();
    bytesThatAreNotZero = 0;
    long position = 0;
    boolean hole = false;
    for (int read; (read = in.readNBytes(buffer, 0, CHUNK)) > 0; position += read) {
      sum.update(buffer, 0, read);
      visitor.visit(read, position);
      hole = Arrays.equals(buffer, 0, read, ZEROS, 0, read);
      if (!hole) {
        write(out, ByteBuffer.wrap(buffer, 0, read), position);
        bytesThatAreNotZero += read;
      }
    }
    if (hole) {
      write(out, ByteBuffer.wrap(ZEROS, 0, 1), position - 1);
    }
    return position;
  }

  /** Returns the CRC-32C of the file that was created last. */
  int checksum() {
    return (int) sum.getValue();
  }

  /** Returns how much of the file that was created last takes space. */
  long bytesThatAreNotZero() {
    return bytesThatAreNotZero;
  }

  /** The system's error does not say which file it was; the message for a full disk needs it. */
  private static void write(Output out, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        at += out.channel().write(bytes, at);
      }
    } catch (ClosedChannelException interrupted) {
      throw interrupted;
    } catch (IOException e) {
      FileSystemException named =
          new FileSystemException(out.file().toString(), null, e.getMessage());
      named.initCause(e);
      throw named;
    }
  }
}
