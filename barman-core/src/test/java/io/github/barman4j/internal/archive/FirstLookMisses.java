/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in which another writer creates an object just behind the first look for it. */
public final class FirstLookMisses extends ForwardingObjectStore {

  private final AtomicBoolean looked = new AtomicBoolean();

  /** Makes the store before another. */
  public FirstLookMisses(ObjectStore delegate) {
    super(delegate);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    if (looked.compareAndSet(false, true)) {
      throw new ObjectNotFoundException("get " + key + ": not yet", null);
    }
    return super.get(key, options);
  }
}
