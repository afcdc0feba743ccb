/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;

/** Reads a range of an object; that the file is shorter than it was is an error. */
final class FsContentStream extends InputStream {

  private final FileChannel channel;
  private final String what;
  private long left;

  FsContentStream(FileChannel channel, long length, String what) {
    this.channel = channel;
    this.left = length;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int count = fill(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, left)));
    if (count < 0) {
      throw new EOFException(what + "the file ends " + left + " bytes early");
    }
    left -= count;
    return count;
  }

  private int fill(ByteBuffer buffer) throws IOException {
    try {
      return channel.read(buffer);
    } catch (ClosedByInterruptException e) {
      throw FsExceptions.interrupted(what, e);
    } catch (IOException e) {
      throw FsExceptions.translate(what, e);
    }
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
