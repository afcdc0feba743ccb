/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectStoreException;
import java.util.concurrent.CountDownLatch;

/** Waits for an interrupt. */
final class Hang implements Fault.Effect {
  @Override
  public void before(String what) throws ObjectStoreException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObjectStoreException(what + "interrupted while the store did not answer", e);
    }
  }
}
