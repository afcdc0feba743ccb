/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the tags that objects get at the target. Thread-safe. */
final class TagReader {

  private static final Logger LOG = LoggerFactory.getLogger(TagReader.class);

  private final ObjectStore source;
  private final CopiedTags which;

  /** Tags of the objects of one batch. */
  interface Tags {
    ObjectTags of(ObjectKey source) throws IOException;
  }

  TagReader(Side source, Side target, CopiedTags wanted) {
    this.source = source.store();
    boolean able = source.store().capabilities().tags() && target.store().capabilities().tags();
    this.which = able ? wanted : CopiedTags.NONE;
  }

  /** Returns how to find the tags of objects, having looked at the first if that decides. */
  Tags ofBatch(List<CopiedObject> batch) throws IOException {
    boolean asked =
        switch (which) {
          case NONE -> false;
          case ALL -> true;
          case SAMPLED -> !batch.isEmpty() && hasTags(batch.get(0).source());
        };
    return asked ? source::tags : key -> ObjectTags.EMPTY;
  }

  private boolean hasTags(ObjectKey key) throws ObjectStoreException {
    try {
      return !source.tags(key).isEmpty();
    } catch (StoreAccessDeniedException e) {
      LOG.warn("Tags are not carried over, because they may not be read: {}", e.getMessage());
      return false;
    }
  }
}
