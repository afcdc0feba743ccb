/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/** Reads a range of a file; that the file is shorter than it was is an error. For one thread. */
final class FileSlice extends InputStream {

  private final Path file;
  private final FileChannel channel;
  private long left;

  private FileSlice(Path file, FileChannel channel, long length) {
    this.file = file;
    this.channel = channel;
    this.left = length;
  }

  /** Opens a range of a file that is no symbolic link; the caller closes it. */
  static FileSlice open(Path file, long offset, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try {
      channel.position(offset);
      return new FileSlice(file, channel, length);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the first bytes of a file, as many as it has up to {@code most}. */
  static byte[] beginning(Path file, int most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    try (FileSlice slice = open(file, 0, most)) {
      for (int read = 0; read >= 0 && buffer.hasRemaining(); ) {
        read = slice.channel.read(buffer);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)));
    if (count < 0) {
      throw new EOFException(file + " ends " + left + " bytes before what was its end");
    }
    left -= count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, left));
    channel.position(channel.position() + skipped);
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
