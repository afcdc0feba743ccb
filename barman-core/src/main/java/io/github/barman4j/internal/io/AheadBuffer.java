/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that one thread fills while another one takes from it, over and over. What is taken is
 * never filled again before all has been taken.
 */
final class AheadBuffer {

  private static final int CHUNK = 128 << 10;

  private final byte[] bytes;
  private boolean free = true;
  private boolean complete;
  private boolean last;
  private int filled;
  private int taken;
  private @Nullable Throwable failure;

  AheadBuffer(int size) {
    bytes = new byte[size];
  }

  /** Waits until all has been taken. */
  synchronized void awaitFree() throws InterruptedException {
    while (!free) {
      wait();
    }
    free = false;
  }

  /** Fills the buffer to its end or the stream's. */
  void fill(InputStream in) throws IOException {
    int at = 0;
    for (int read = 0; read >= 0 && at < bytes.length; at += Math.max(0, read)) {
      read = in.read(bytes, at, Math.min(CHUNK, bytes.length - at));
      publish(Math.max(0, read));
    }
    complete();
  }

  private synchronized void publish(int count) {
    filled += count;
    notifyAll();
  }

  private synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /** Nothing comes any more. */
  synchronized void end() {
    last = true;
    complete();
  }

  /** What was filled can be taken, and then this is thrown. */
  synchronized void fail(Throwable cause) {
    failure = cause;
    complete();
  }

  /** Takes some bytes, waiting for one at least; 0 if no more of this filling come. */
  int take(byte[] target, int offset, int length) throws InterruptedException {
    int count = Math.min(length, awaitBytes());
    System.arraycopy(bytes, taken, target, offset, count);
    taken += count;
    return count;
  }

  private synchronized int awaitBytes() throws InterruptedException {
    while (filled == taken && !complete) {
      wait();
    }
    return filled - taken;
  }

  synchronized @Nullable Throwable failure() {
    return failure;
  }

  synchronized boolean isLast() {
    return last;
  }

  /** Gives the buffer back to be filled again. */
  synchronized void release() {
    free = true;
    complete = false;
    filled = 0;
    taken = 0;
    notifyAll();
  }
}
