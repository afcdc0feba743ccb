/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.testing.storage.Fault;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how many puts of WAL send their bodies at once, and makes them take a moment. */
final class InFlight implements Fault.Effect {

  private static final long MOMENT_MILLIS = 5;

  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  Fault fault() {
    return new Fault(
        this, EnumSet.of(StoreOperation.PUT), key -> key.contains("/wals/"), 1, Integer.MAX_VALUE);
  }

  @Override
  public ObjectBody body(ObjectBody body, String what) {
    return out -> {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        Thread.sleep(MOMENT_MILLIS);
        body.writeTo(out);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        now.decrementAndGet();
      }
    };
  }

  int most() {
    return most.get();
  }
}
