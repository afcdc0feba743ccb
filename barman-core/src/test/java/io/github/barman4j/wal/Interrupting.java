/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.awaitility.Awaitility.await;

import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** Interrupts a thread while it waits for a store that hangs. */
final class Interrupting {

  private Interrupting() {}

  /** Returns what {@code action} throws when interrupted in the given call of the operation. */
  static Throwable whileCalled(
      FaultInjectingObjectStore store, StoreOperation operation, int call, Executable action)
      throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread = new Thread(() -> thrown.complete(run(action)));
    thread.start();
    await().until(() -> store.count(operation) >= call || thrown.isDone());
    thread.interrupt();
    return thrown.get(30, TimeUnit.SECONDS);
  }

  private static Throwable run(Executable action) {
    try {
      action.execute();
      return new AssertionError("Nothing was thrown");
    } catch (Throwable t) {
      return t;
    }
  }
}
