/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import java.io.IOException;

/** Lets through so many bytes per second, over all threads that share it. Thread-safe. */
public final class BandwidthLimit {

  private static final long SECOND = 1_000_000_000L;
  private static final long MAX_SLEEP_MILLIS = 100;

  private final long bytesPerSecond;
  private final Guard guard;
  private long free;

  /**
   * Makes a limit.
   *
   * @param bytesPerSecond 0 for none
   */
  public BandwidthLimit(long bytesPerSecond, Guard guard) {
    this.bytesPerSecond = bytesPerSecond;
    this.guard = guard;
    this.free = System.nanoTime();
  }

  /** Waits until these bytes may pass; ends early as {@link Guard#check} says. */
  public void acquire(int bytes) throws IOException {
    if (bytesPerSecond == 0) {
      return;
    }
    long until = reserve(bytes);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      guard.check();
      sleep(Math.min(MAX_SLEEP_MILLIS, left / 1_000_000 + 1));
    }
  }

  private synchronized long reserve(int bytes) {
    long begin = Math.max(free, System.nanoTime());
    free = begin + (long) ((double) bytes / bytesPerSecond * SECOND);
    return begin;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
