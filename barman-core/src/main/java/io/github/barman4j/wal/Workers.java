/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a resident: its own, because a slow store would take all of the caller's, and
 * because only own ones may be interrupted. How many there are is bounded by who gives them work.
 */
final class Workers {

  private static final long GRACE_SECONDS = 5;

  private final ExecutorService threads;

  Workers(String name) {
    threads = Executors.newCachedThreadPool(named("barman4j-" + name + "-"));
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Runs a task on a thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException after the end
   */
  void run(Runnable task) {
    threads.execute(task);
  }

  /** Takes no more tasks, and waits for those that run; tells whether all have ended in time. */
  boolean end(Duration timeout) {
    threads.shutdown();
    return await(TimeUnit.MILLISECONDS.convert(timeout));
  }

  /** Interrupts the tasks that run; tells whether all have ended soon. */
  boolean interrupt() {
    threads.shutdownNow();
    return await(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
  }

  /** An interrupt of who waits ends the waiting, and stays set. */
  private boolean await(long millis) {
    try {
      return threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
