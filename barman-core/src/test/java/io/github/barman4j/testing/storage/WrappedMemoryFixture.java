/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.util.function.UnaryOperator;

/** A store before one in memory, so that filters pass the contract too. */
public final class WrappedMemoryFixture implements ObjectStoreFixture {

  private final ObjectStore store;

  /** Makes the fixture of the store that {@code wrap} makes of one in memory. */
  public WrappedMemoryFixture(UnaryOperator<ObjectStore> wrap) {
    this.store = wrap.apply(new MemoryObjectStore("test"));
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public int openUploads() {
    return 0;
  }

  @Override
  public void close() {
    store.close();
  }
}
