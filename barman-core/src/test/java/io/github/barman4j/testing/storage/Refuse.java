/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectStoreException;
import java.util.function.Function;

/** Throws instead of the call. */
record Refuse(Function<String, ObjectStoreException> error) implements Fault.Effect {
  @Override
  public void before(String what) throws ObjectStoreException {
    throw error.apply(what);
  }
}
