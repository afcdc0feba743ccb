/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * The memory for parts being filled or sent, shared by all uploads of a store.
 *
 * <p>Room for a whole part is reserved before its first byte, in the order of asking. An upload
 * that waits holds only parts that are being sent, which end by themselves, so waiting ends too,
 * however many uploads share however little memory. Thread-safe.
 */
final class PartMemory {

  /** Below half a region of G1 at its smallest, so that blocks are not humongous objects. */
  static final int BLOCK = 256 << 10;

  private final int blocks;
  private final int keptWhenIdle;
  private final Semaphore room;
  private final Deque<byte[]> free = new ArrayDeque<>();
  private int used;
  private int mostUsed;

  PartMemory(long budget, long partSize) {
    blocks = blocksOf(budget - BLOCK + 1);
    keptWhenIdle = blocksOf(partSize);
    room = new Semaphore(blocks, true);
  }

  /** Waits for room for a part. */
  PartBuffer reserve(long capacity) throws InterruptedException {
    int wanted = Math.min(blocksOf(capacity), blocks);
    room.acquire(wanted);
    return new PartBuffer(this, (long) wanted * BLOCK, capacity);
  }

  void release(PartBuffer buffer) {
    giveBack(buffer.takeBlocks());
    room.release(blocksOf(buffer.reserved()));
  }

  synchronized byte[] block() {
    mostUsed = Math.max(mostUsed, ++used);
    byte[] block = free.poll();
    return block == null ? new byte[BLOCK] : block;
  }

  /** Returns the most bytes ever in use at the same time. */
  synchronized long mostUsed() {
    return (long) mostUsed * BLOCK;
  }

  private synchronized void giveBack(Iterable<byte[]> returned) {
    for (byte[] block : returned) {
      used--;
      free.push(block);
    }
    while (used == 0 && free.size() > keptWhenIdle) {
      free.pop();
    }
  }

  private static int blocksOf(long bytes) {
    return Math.toIntExact((bytes + BLOCK - 1) / BLOCK);
  }
}
