/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.OperationCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs a function on items in several threads, the calling one among them, so that even an executor
 * with no free thread, or one that runs in the caller, only makes it slower.
 */
public final class Parallel {

  private Parallel() {}

  /**
   * Returns the results in the order of the items.
   *
   * @param workers the most items worked on at once, at least 1
   * @throws RuntimeException what the function threw; items not yet begun are then left
   */
  public static <T, R> List<R> map(
      Executor executor, int workers, List<T> items, Function<T, R> function) {
    Work<T, R> work = new Work<>(items, function);
    List<Helper> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(workers, items.size()); i++) {
      helpers.add(new Helper(work));
    }
    helpers.forEach(helper -> helper.start(executor));
    try {
      work.run();
    } finally {
      work.stop();
      helpers.forEach(Helper::finish);
    }
    return work.results();
  }

  private static final class Work<T, R> implements Runnable {
    private final List<T> items;
    private final Function<T, R> function;
    private final List<List<R>> results = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    Work(List<T> items, Function<T, R> function) {
      this.items = items;
      this.function = function;
      IntStream.range(0, items.size()).forEach(i -> results.add(List.of()));
    }

    @Override
    public void run() {
      for (int i = take(); i < items.size(); i = take()) {
        List<R> result = List.of(function.apply(items.get(i)));
        synchronized (results) {
          results.set(i, result);
        }
      }
    }

    private int take() {
      return next.getAndUpdate(i -> Math.min(i + 1, items.size()));
    }

    void stop() {
      next.set(items.size());
    }

    List<R> results() {
      synchronized (results) {
        return results.stream().flatMap(List::stream).toList();
      }
    }
  }

  /** A task that is either run by the executor or called off before it began. */
  private static final class Helper {
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Work<?, ?> work;
    private final FutureTask<Boolean> task;

    Helper(Work<?, ?> work) {
      this.work = work;
      this.task = new FutureTask<>(this::runIfUnclaimed, true);
    }

    void start(Executor executor) {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException alone) {
        claimed.set(true);
        task.run();
      }
    }

    private void runIfUnclaimed() {
      if (claimed.compareAndSet(false, true)) {
        try {
          work.run();
        } finally {
          work.stop();
        }
      }
    }

    void finish() {
      boolean neverRan = claimed.compareAndSet(false, true);
      if (!neverRan) {
        await();
      }
    }

    private void await() {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationCancelledException("Interrupted while reading in parallel", e);
      }
    }
  }
}
