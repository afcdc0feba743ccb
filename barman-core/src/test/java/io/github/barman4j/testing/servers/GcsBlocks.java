/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a fake server are: on the heap, or at the end of one file; blocks of zeros are
 * nowhere. What is deleted gives its room back on the heap only. Thread-safe.
 */
final class GcsBlocks implements AutoCloseable {
  private static final int BLOCK = 64 << 10;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final @Nullable FileChannel file;
  private long end;

  GcsBlocks(@Nullable Path directory) throws IOException {
    file =
        directory == null
            ? null
            : FileChannel.open(
                directory.resolve("gcs-" + System.nanoTime() + ".blocks"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Takes what a stream holds, up to {@code atMost} bytes. */
  GcsContent take(InputStream in, long atMost) throws IOException {
    List<GcsContent.Block> blocks = new ArrayList<>();
    byte[] buffer = new byte[BLOCK];
    for (long left = atMost; left > 0; ) {
      int count = in.readNBytes(buffer, 0, (int) Math.min(BLOCK, left));
      if (count == 0) {
        break;
      }
      add(blocks, buffer, count);
      left -= count;
    }
    return GcsContent.of(blocks);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private void add(List<GcsContent.Block> blocks, byte[] buffer, int count) throws IOException {
    if (!isZero(buffer, count)) {
      blocks.add(
          file == null
              ? GcsContent.Block.of(Arrays.copyOf(buffer, count))
              : append(file, buffer, count));
      return;
    }
    blocks.add(GcsContent.Block.zeros(count));
  }

  private GcsContent.Block append(FileChannel channel, byte[] buffer, int count)
      throws IOException {
    long position = room(count);
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
    while (bytes.hasRemaining()) {
      channel.write(bytes, position + bytes.position());
    }
    return new GcsContent.Block(
        count, (out, from, length) -> copy(channel, position + from, (int) length, out));
  }

  private synchronized long room(int count) {
    long position = end;
    end += count;
    return position;
  }

  private static void copy(FileChannel channel, long position, int length, OutputStream out)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
    out.write(bytes.array(), 0, bytes.position());
  }

  private static boolean isZero(byte[] buffer, int count) {
    return Arrays.equals(buffer, 0, count, ZEROS, 0, count);
  }
}
