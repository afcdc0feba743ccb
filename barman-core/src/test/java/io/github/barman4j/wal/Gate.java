/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.testing.storage.Fault;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Holds calls to a store until it is opened, or their thread is interrupted. */
final class Gate implements Fault.Effect {

  private final CountDownLatch open = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);

  /** Returns the fault that lets the calls wait here. */
  Fault before(StoreOperation operation, Predicate<String> keys) {
    return new Fault(this, EnumSet.of(operation), keys, 1, Integer.MAX_VALUE);
  }

  @Override
  public void before(String what) throws ObjectStoreException {
    arrivals.release();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(what + "interrupted at the gate", e);
    }
  }

  /** Waits until so many more calls have come. */
  void awaitArrivals(int calls) {
    arrivals.acquireUninterruptibly(calls);
  }

  void open() {
    open.countDown();
  }
}
