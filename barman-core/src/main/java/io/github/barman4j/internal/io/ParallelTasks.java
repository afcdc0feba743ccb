/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks several at a time on an executor of the caller's. The first that fails, a cancelled
 * token or an interrupt of the caller ends the others: their threads are interrupted, but only
 * while they work here. All have ended when {@link #run} returns. An executor that refuses some of
 * the workers, or never comes to begin them, only makes it slower, as long as it begins one. For
 * one run.
 */
public final class ParallelTasks {

  private static final long TICK_MILLIS = 100;

  private final Iterator<? extends Task> tasks;
  private final CancellationToken cancellation;
  private final Set<Thread> threads = new HashSet<>();
  private int waiting;
  private int working;
  private boolean stopped;
  private @Nullable Throwable failure;

  /** A piece of work. */
  @FunctionalInterface
  public interface Task {
    /** Does the work. */
    void run() throws IOException;
  }

  /** Prepares to run tasks, which are taken one after the other and run in any order. */
  public ParallelTasks(Iterator<? extends Task> tasks, CancellationToken cancellation) {
    this.tasks = tasks;
    this.cancellation = cancellation;
  }

  /**
   * Runs all tasks.
   *
   * @param workers how many at a time; fewer if the executor has fewer threads
   * @throws IOException what the first task that failed threw; unchecked ones likewise
   * @throws java.util.concurrent.RejectedExecutionException if the executor refused every worker
   * @throws OperationCancelledException if cancelled, or the calling thread was interrupted, which
   *     stays set
   */
  public void run(Executor executor, int workers) throws IOException {
    for (int i = 0; i < workers && submit(executor); i++) {
      // the loop's condition does the work
    }
    boolean interrupted = await();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    cancellation.throwIfCancelled();
    rethrow();
  }

  private boolean submit(Executor executor) {
    synchronized (this) {
      waiting++;
    }
    try {
      executor.execute(this::work);
      return true;
    } catch (RejectedExecutionException rejected) {
      rejected(rejected);
      return false;
    }
  }

  /** The workers before may do it all; if there are none, or what they left is left, it failed. */
  private synchronized void rejected(RejectedExecutionException rejection) {
    waiting--;
    if (waiting + working == 0 && isLeft()) {
      failure = rejection;
      stopped = true;
    }
  }

  private void work() {
    if (!begin()) {
      return;
    }
    Throwable thrown = null;
    try {
      for (Task task = next(); task != null; task = next()) {
        task.run();
      }
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    ended(thrown);
  }

  /** A worker that the executor begins too late, after the run, has nothing to do. */
  private synchronized boolean begin() {
    waiting--;
    if (!isLeft()) {
      notifyAll();
      return false;
    }
    working++;
    return true;
  }

  private synchronized @Nullable Task next() {
    if (!isLeft()) {
      return null;
    }
    threads.add(Thread.currentThread());
    return tasks.next();
  }

  private synchronized void ended(@Nullable Throwable thrown) {
    if (threads.remove(Thread.currentThread()) && stopped) {
      // The interrupt was ours; the thread is the caller's and shall not notice.
      Thread.interrupted();
    }
    working--;
    if (thrown != null) {
      fail(thrown);
    }
    notifyAll();
  }

  /** Finding the next task may be work that fails; whoever asks, that ends the run. */
  private boolean isLeft() {
    try {
      return !stopped && tasks.hasNext();
    } catch (RuntimeException | Error e) {
      fail(e);
      return false;
    }
  }

  private void fail(Throwable thrown) {
    if (!stopped) {
      failure = thrown;
      stop();
    }
  }

  private void stop() {
    if (!stopped) {
      stopped = true;
      threads.forEach(Thread::interrupt);
    }
  }

  private boolean isUnfinished() {
    return working > 0 || (waiting > 0 && isLeft());
  }

  private synchronized boolean await() {
    boolean interrupted = false;
    while (isUnfinished()) {
      try {
        wait(TICK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted || cancellation.isCancelled()) {
        stop();
      }
    }
    return interrupted;
  }

  private void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }
}
