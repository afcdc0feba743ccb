/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.List;
import java.util.Map;

/**
 * What became of each key of a delete.
 *
 * @param deleted keys that are gone, those that were never there included
 * @param failed keys that may still be there, each with its cause
 */
public record DeleteResult(List<ObjectKey> deleted, Map<ObjectKey, ObjectStoreException> failed) {

  /** Copies both. */
  public DeleteResult {
    deleted = List.copyOf(deleted);
    failed = Map.copyOf(failed);
  }

  /** Tells whether every key is gone. */
  public boolean isComplete() {
    return failed.isEmpty();
  }

  /**
   * Throws the first failure, the others suppressed in it, if there is one.
   *
   * @throws ObjectStoreException if a key failed
   */
  public void throwIfIncomplete() throws ObjectStoreException {
    if (isComplete()) {
      return;
    }
    List<ObjectStoreException> causes = List.copyOf(failed.values());
    ObjectStoreException first = causes.get(0);
    causes.stream().filter(cause -> cause != first).forEach(first::addSuppressed);
    throw first;
  }
}
