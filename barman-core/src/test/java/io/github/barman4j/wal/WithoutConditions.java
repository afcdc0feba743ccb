/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.IOException;

/** A store that has no conditional writes. */
final class WithoutConditions extends ForwardingObjectStore {

  WithoutConditions(ObjectStore delegate) {
    super(delegate);
  }

  @Override
  public StoreCapabilities capabilities() {
    StoreCapabilities all = super.capabilities();
    return new StoreCapabilities(
        false,
        false,
        all.tags(),
        all.objectLock(),
        all.emptyNames(),
        all.leftovers(),
        all.maxObjectSize(),
        all.maxParts(),
        all.maxDeleteBatch());
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    if (!(options.condition() instanceof WriteCondition.None)) {
      throw new UnsupportedOperationException("conditional put of " + key);
    }
    return super.put(key, body, options);
  }
}
