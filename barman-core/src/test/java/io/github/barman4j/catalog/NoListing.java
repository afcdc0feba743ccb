/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;

/** A store whose listings fail. */
final class NoListing extends ForwardingObjectStore {

  NoListing(ObjectStore store) {
    super(store);
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    throw new ObjectStoreException("list: refused", null);
  }
}
