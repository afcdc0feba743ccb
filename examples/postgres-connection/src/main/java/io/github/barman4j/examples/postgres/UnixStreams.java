/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The two directions of a channel that does not block, as streams that do. */
final class UnixStreams implements Closeable {

  static final int BUFFER = 64 << 10;

  private final SocketChannel channel;
  private final IntSupplier readTimeout;
  private final Selector readable;
  private final Selector writable;

  /**
   * Makes the streams.
   *
   * @param channel connected; closed with the streams
   * @param readTimeout asked at each read, in milliseconds, 0 for none
   */
  UnixStreams(SocketChannel channel, IntSupplier readTimeout) throws IOException {
    this.channel = channel;
    this.readTimeout = readTimeout;
    this.readable = Selector.open();
    this.writable = Selector.open();
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  InputStream input() {
    return new Input();
  }

  OutputStream output() {
    return new Output();
  }

  private int read(ByteBuffer target) throws IOException {
    try {
      long limit = TimeUnit.MILLISECONDS.toNanos(readTimeout.getAsInt());
      long begin = System.nanoTime();
      int count = channel.read(target);
      while (count == 0) {
        long passed = System.nanoTime() - begin;
        if (limit > 0 && passed >= limit) {
          throw new SocketTimeoutException("Read timed out");
        }
        await(readable, limit == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(limit - passed) + 1);
        count = channel.read(target);
      }
      return count;
    } catch (ClosedChannelException | ClosedSelectorException e) {
      throw closed(e);
    }
  }

  private void write(ByteBuffer source) throws IOException {
    try {
      while (source.hasRemaining()) {
        if (channel.write(source) == 0) {
          await(writable, 0);
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException e) {
      throw closed(e);
    }
  }

  /** An interrupted thread would not wait at all, so it is not interrupted while it waits. */
  private static void await(Selector selector, long millis) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      selector.select(millis);
      interrupted |= Thread.interrupted();
      selector.selectedKeys().clear();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SocketException closed(Exception cause) {
    SocketException closed = new SocketException("Socket closed");
    closed.initCause(cause);
    return closed;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    readable.close();
    writable.close();
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return length == 0 ? 0 : UnixStreams.this.read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public void close() throws IOException {
      UnixStreams.this.close();
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      UnixStreams.this.write(ByteBuffer.wrap(source, offset, length));
    }

    @Override
    public void close() throws IOException {
      UnixStreams.this.close();
    }
  }
}
