/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * One zstd frame with a content checksum and without a size, in the calling thread.
 *
 * <p>zstd-jni's own stream keeps its native memory when the sink fails while it closes.
 */
final class ZstdEncoder extends OutputStream {
  private final OutputStream sink;
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private final byte[] pending = new byte[128 * 1024];
  private final byte[] output = new byte[128 * 1024];
  private int count;

  ZstdEncoder(OutputStream sink, int level) {
    this.sink = sink;
    context.setLevel(level).setChecksum(true);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length >= pending.length) {
      drainPending();
      drain(ByteBuffer.wrap(source, offset, length), EndDirective.CONTINUE);
      return;
    }
    if (length > pending.length - count) {
      drainPending();
    }
    System.arraycopy(source, offset, pending, count, length);
    count += length;
  }

  @Override
  public void close() throws IOException {
    try {
      drain(ByteBuffer.wrap(pending, 0, count), EndDirective.END);
    } finally {
      context.close();
    }
  }

  private void drainPending() throws IOException {
    drain(ByteBuffer.wrap(pending, 0, count), EndDirective.CONTINUE);
    count = 0;
  }

  private void drain(ByteBuffer input, EndDirective directive) throws IOException {
    boolean done;
    do {
      ByteBuffer compressed = ByteBuffer.wrap(output);
      done = context.compressByteBufferStream(compressed, input, directive);
      if (directive == EndDirective.CONTINUE) {
        done = !input.hasRemaining();
      }
      sink.write(output, 0, compressed.position());
    } while (!done);
  }
}
