/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workers on the caller's executor and waits for all of them. The first that fails makes the
 * others end; their threads are interrupted only while they work for us.
 */
public final class WorkerGroup {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerGroup.class);
  private static final long TICK_MILLIS = 100;
  private static final long END_TIMEOUT = TimeUnit.SECONDS.toNanos(60);

  private final Guard guard;
  private final Set<Thread> threads = new HashSet<>();
  private int unfinished;
  private @Nullable Throwable failure;

  /** The work of one worker. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /** What the waiting thread does meanwhile. */
  @FunctionalInterface
  public interface Watch {
    void tick() throws Exception;
  }

  public WorkerGroup(Guard guard) {
    this.guard = guard;
  }

  /**
   * Runs the work of all workers to its end.
   *
   * @param watch called several times a second; if it throws, the work ends and that is thrown
   */
  public void run(Executor executor, Iterable<Work> works, Watch watch) throws Exception {
    try {
      for (Work work : works) {
        submit(executor, work);
      }
      awaitAll(watch);
    } catch (Exception | Error e) {
      fail(e);
      awaitEnd();
      throw e;
    }
    rethrow();
  }

  private void submit(Executor executor, Work work) {
    synchronized (this) {
      unfinished++;
    }
    try {
      executor.execute(() -> work(work));
    } catch (RuntimeException e) {
      finished(e);
      throw e;
    }
  }

  private void work(Work work) {
    synchronized (this) {
      if (failure != null) {
        finished(null);
        return;
      }
      threads.add(Thread.currentThread());
    }
    Throwable thrown = null;
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    finished(thrown);
  }

  private synchronized void finished(@Nullable Throwable thrown) {
    if (threads.remove(Thread.currentThread()) && failure != null) {
      // We have interrupted it; the thread is the caller's and shall not notice.
      Thread.interrupted();
    }
    unfinished--;
    if (thrown != null) {
      fail(thrown);
    }
    notifyAll();
  }

  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
      guard.stop();
      threads.forEach(Thread::interrupt);
    }
  }

  private void awaitAll(Watch watch) throws Exception {
    while (isWorking()) {
      watch.tick();
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("The thread that runs the backup was interrupted");
      }
    }
    awaitEnd();
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops
  private synchronized boolean isWorking() {
    if (unfinished > 0 && failure == null) {
      try {
        wait(TICK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return unfinished > 0 && failure == null;
  }

  /** Waits for workers that have been told to end, which a store may delay. */
  private synchronized void awaitEnd() {
    long deadline = System.nanoTime() + END_TIMEOUT;
    boolean interrupted = Thread.interrupted();
    while (unfinished > 0 && deadline - System.nanoTime() > 0) {
      try {
        wait(TICK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (unfinished > 0) {
      LOG.warn("{} uploads did not answer to being interrupted; they are left alone", unfinished);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void rethrow() throws Exception {
    if (failure instanceof Exception exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }
}
