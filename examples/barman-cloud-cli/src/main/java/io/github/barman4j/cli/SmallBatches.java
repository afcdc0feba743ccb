/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes in requests of a limited size, for stores that do not take large ones. */
final class SmallBatches extends ForwardingObjectStore {

  private final int most;

  SmallBatches(ObjectStore store, int most) {
    super(store);
    this.most = Math.max(1, most);
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    List<ObjectKey> all = new ArrayList<>(keys);
    List<ObjectKey> deleted = new ArrayList<>();
    Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();
    for (int from = 0; from < all.size(); from += most) {
      List<ObjectKey> batch = all.subList(from, Math.min(all.size(), from + most));
      DeleteResult result = super.delete(batch);
      deleted.addAll(result.deleted());
      failed.putAll(result.failed());
    }
    return new DeleteResult(deleted, failed);
  }
}
