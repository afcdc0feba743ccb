/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The bytes of one part. First filled by one thread, then sent by one; read from the beginning as
 * often as a request is repeated.
 */
final class PartBuffer implements PartBody {

  private final PartMemory memory;
  private final long reserved;
  private final long capacity;
  private List<byte[]> blocks = new ArrayList<>();
  private long size;

  PartBuffer(PartMemory memory, long reserved, long capacity) {
    this.memory = memory;
    this.reserved = reserved;
    this.capacity = Math.min(capacity, reserved);
  }

  /** Takes as many bytes as there is room for, and returns how many. */
  int fill(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length && !isFull()) {
      int at = (int) (size % PartMemory.BLOCK);
      if (at == 0) {
        blocks.add(memory.block());
      }
      int count = (int) Math.min(length - taken, Math.min(PartMemory.BLOCK - at, capacity - size));
      System.arraycopy(bytes, offset + taken, blocks.get(blocks.size() - 1), at, count);
      taken += count;
      size += count;
    }
    return taken;
  }

  boolean isFull() {
    return size == capacity;
  }

  @Override
  public long size() {
    return size;
  }

  long reserved() {
    return reserved;
  }

  @Override
  public InputStream open() {
    return new Reader(blocks, size);
  }

  void release() {
    memory.release(this);
  }

  List<byte[]> takeBlocks() {
    List<byte[]> taken = blocks;
    blocks = List.of();
    return taken;
  }

  private static final class Reader extends InputStream {
    private final List<byte[]> blocks;
    private final long size;
    private long position;
    private long mark;

    Reader(List<byte[]> blocks, long size) {
      this.blocks = blocks;
      this.size = size;
    }

    @Override
    public int read() {
      if (position == size) {
        return -1;
      }
      byte next = blocks.get(block())[offset()];
      position++;
      return Byte.toUnsignedInt(next);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0 || position == size) {
        return length == 0 ? 0 : -1;
      }
      int count = (int) Math.min(length, Math.min(PartMemory.BLOCK - offset(), size - position));
      System.arraycopy(blocks.get(block()), offset(), target, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, size - position);
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public synchronized void mark(int limit) {
      mark = position;
    }

    @Override
    public synchronized void reset() {
      position = mark;
    }

    private int block() {
      return (int) (position / PartMemory.BLOCK);
    }

    private int offset() {
      return (int) (position % PartMemory.BLOCK);
    }
  }
}
