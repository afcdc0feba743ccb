/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.filter.ForwardingObjectStore;

/** A store that refuses keys with empty names, as a file system does. */
final class WithoutEmptyNames extends ForwardingObjectStore {

  WithoutEmptyNames(ObjectStore store) {
    super(store);
  }

  @Override
  public StoreCapabilities capabilities() {
    StoreCapabilities all = super.capabilities();
    return new StoreCapabilities(
        all.conditionalCreate(),
        all.conditionalUpdate(),
        all.tags(),
        all.objectLock(),
        false,
        all.leftovers(),
        all.maxObjectSize(),
        all.maxParts(),
        all.maxDeleteBatch());
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    if (request.prefix().startsWith("/")) {
      throw new ObjectStoreException("list " + request.prefix() + ": empty name", null);
    }
    return super.list(request);
  }
}
