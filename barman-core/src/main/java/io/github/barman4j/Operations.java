/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations that run on the archives of one {@link Barman}, so that closing it ends them and
 * waits until they have cleaned up. Thread-safe.
 */
public final class Operations {

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long WAIT_MILLIS = 100;

  /** The thread of each operation, and whether it has been interrupted here. */
  private final Map<Thread, Boolean> running = new HashMap<>();

  private final Runnable release;
  private boolean closed;
  private boolean released;

  /** Makes operations that nobody closes. */
  public Operations() {
    this(() -> {});
  }

  /**
   * Makes operations.
   *
   * @param release closes what they work with; runs once
   */
  Operations(Runnable release) {
    this.release = release;
  }

  /**
   * Runs an operation in this thread, which is interrupted if it is to end. An operation within
   * another belongs to that one.
   *
   * @throws BarmanClosedException if this is closed
   */
  public <T> T run(Supplier<T> operation) {
    if (!begin()) {
      return operation.get();
    }
    try {
      return operation.get();
    } finally {
      end();
    }
  }

  private synchronized boolean begin() {
    requireOpen();
    return running.putIfAbsent(Thread.currentThread(), false) == null;
  }

  private void end() {
    boolean last;
    synchronized (this) {
      if (Boolean.TRUE.equals(running.remove(Thread.currentThread()))) {
        // The interrupt was ours; the thread is the caller's and shall not notice.
        Thread.interrupted();
      }
      notifyAll();
      last = closed && running.isEmpty();
    }
    if (last) {
      releaseOnce();
    }
  }

  /** Returns if this is not closed, or in an operation that is ending. */
  synchronized void requireOpen() {
    if (closed && !running.containsKey(Thread.currentThread())) {
      throw new BarmanClosedException();
    }
  }

  /** Returns if what operations work with is open still: while they end, they clean up. */
  synchronized void requireUnreleased() {
    if (released) {
      throw new BarmanClosedException();
    }
  }

  /**
   * Refuses more operations, interrupts those that run, and waits for them. Called from within one,
   * by a listener, it returns at once, and the end of the last frees what they work with.
   */
  void close() {
    synchronized (this) {
      closed = true;
      running.replaceAll(Operations::interrupt);
      if (running.containsKey(Thread.currentThread())) {
        return;
      }
      awaitAll();
    }
    releaseOnce();
  }

  private static Boolean interrupt(Thread thread, Boolean before) {
    if (!before) {
      thread.interrupt();
    }
    return true;
  }

  private synchronized void awaitAll() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    while (!running.isEmpty() && deadline - System.nanoTime() > 0) {
      try {
        wait(WAIT_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (!running.isEmpty()) {
      LOG.warn(
          "{} operations did not end within {}; they are left alone", running.size(), PATIENCE);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void releaseOnce() {
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
    }
    release.run();
  }
}
