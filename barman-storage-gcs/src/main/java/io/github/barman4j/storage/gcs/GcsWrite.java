/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One write of one object.
 *
 * @param id kept by the store with the object, so that it can be told from any other write
 */
record GcsWrite(ObjectKey key, WriteCondition condition, ObjectTags tags, String id) {

  /** Metadata that names a write, by which a write whose answer was lost is recognised. */
  static final String ID = "barman4j-write";

  static GcsWrite of(ObjectKey key, PutOptions options) {
    return new GcsWrite(key, options.condition(), options.tags(), UUID.randomUUID().toString());
  }

  /** Returns the object's metadata: the tags, as Barman keeps them, and the id. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>(tags.values());
    metadata.put(ID, id);
    return metadata;
  }
}
