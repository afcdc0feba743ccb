/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that does not delete some keys, or does something else just before it deletes. */
final class StubbornStore extends ForwardingObjectStore {

  private final Made made;

  private StubbornStore(ObjectStore store, Made made) {
    super(store);
    this.made = made;
  }

  /** What a test says to the store it had made. */
  static final class Made {
    private String refused = "nothing";
    private Runnable before = () -> {};
    private boolean broken;

    ObjectStore around(ObjectStore store) {
      return new StubbornStore(store, this);
    }

    void refuse(String partOfKey) {
      refused = partOfKey;
    }

    void beforeDelete(Runnable action) {
      before = action;
    }

    void breakDown() {
      broken = true;
    }

    private void runOnce() {
      Runnable action = before;
      before = () -> {};
      action.run();
    }
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    made.runOnce();
    if (made.broken) {
      throw new ObjectStoreException("delete: 503", null);
    }
    Map<ObjectKey, ObjectStoreException> failed = new HashMap<>();
    List<ObjectKey> rest = new ArrayList<>();
    for (ObjectKey key : keys) {
      if (key.value().contains(made.refused)) {
        failed.put(key, new ObjectStoreException("delete " + key + ": locked", null));
      } else {
        rest.add(key);
      }
    }
    return new DeleteResult(super.delete(rest).deleted(), failed);
  }
}
