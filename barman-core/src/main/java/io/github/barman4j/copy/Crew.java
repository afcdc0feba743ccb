/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.io.ParallelTasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Has workers do things to objects, several at once; an object that fails stops no other. */
final class Crew {

  private static final int BATCH = 1000;

  private final Executor executor;
  private final CopyOptions options;
  private final CopyPlan.Archive target;
  private final Failures failures = new Failures();

  /** Work on one object. */
  @FunctionalInterface
  interface Step {
    void run(CopiedObject object) throws IOException;
  }

  Crew(Executor executor, CopyOptions options, CopyPlan.Archive target) {
    this.executor = executor;
    this.options = options;
    this.target = target;
  }

  /** Hands objects over in batches of a thousand, until too many have failed. */
  void inBatches(Stream<CopiedObject> objects, Consumer<List<CopiedObject>> work) {
    Iterator<CopiedObject> rest = objects.iterator();
    while (rest.hasNext() && !failures.isTooMany()) {
      List<CopiedObject> batch = new ArrayList<>();
      while (rest.hasNext() && batch.size() < BATCH) {
        batch.add(rest.next());
      }
      work.accept(batch);
    }
  }

  /** Does a step for each object and returns when all are done or have failed. */
  void run(List<CopiedObject> objects, Step step) {
    Iterator<ParallelTasks.Task> tasks =
        objects.stream().<ParallelTasks.Task>map(object -> () -> attempt(object, step)).iterator();
    try {
      new ParallelTasks(tasks, options.cancellation()).run(executor, options.workers());
    } catch (IOException e) {
      throw StoreFailures.of("Copying to " + target, e);
    }
  }

  private void attempt(CopiedObject object, Step step) throws IOException {
    if (failures.isTooMany()) {
      return;
    }
    try {
      step.run(object);
    } catch (OperationCancelledException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      failures.add(object.target(), e);
    } catch (BarmanException e) {
      failures.add(object.target(), e);
    }
  }

  void throwIfAnyFailed() {
    failures.throwIfAny(target);
  }
}
