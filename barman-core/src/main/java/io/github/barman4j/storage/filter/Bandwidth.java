/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One queue of bytes at a fixed rate, shared by all who pass through: each transfer books its time
 * slot and sleeps until it begins. Thread-safe.
 */
final class Bandwidth {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_PIECE = 64 * 1024;
  private static final int PIECES_PER_SECOND = 20;

  private final long bytesPerSecond;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private long freeAt;

  Bandwidth(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  Bandwidth(long bytesPerSecond, LongSupplier clock, Sleeper sleeper) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "A bandwidth is at least 1 byte per second, got " + bytesPerSecond);
    }
    this.bytesPerSecond = bytesPerSecond;
    this.clock = clock;
    this.sleeper = sleeper;
    this.freeAt = clock.getAsLong();
  }

  /** Returns the most bytes to pass at once, so that no transfer starves the others. */
  int piece() {
    return (int) Math.max(1, Math.min(MAX_PIECE, bytesPerSecond / PIECES_PER_SECOND));
  }

  /**
   * Waits until {@code bytes} may pass.
   *
   * @throws InterruptedIOException if interrupted, the flag being set again
   */
  void pass(int bytes) throws InterruptedIOException {
    long wait = book(bytes);
    if (wait <= 0) {
      return;
    }
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for bandwidth");
    }
  }

  private synchronized long book(int bytes) {
    long now = clock.getAsLong();
    long begin = now - freeAt > 0 ? now : freeAt;
    freeAt = begin + (long) Math.ceil((double) bytes * NANOS / bytesPerSecond);
    return begin - now;
  }

  /** Sleeps. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(long nanos) throws InterruptedException;
  }
}
