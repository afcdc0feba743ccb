/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.util.UUID;

/**
 * One write of one object.
 *
 * @param id kept by the store with the object, so that it can be told from any other write; its
 *     blocks are named by it too
 */
record AzureWrite(ObjectKey key, WriteCondition condition, ObjectTags tags, String id) {

  static AzureWrite of(ObjectKey key, PutOptions options) {
    return new AzureWrite(key, options.condition(), options.tags(), UUID.randomUUID().toString());
  }
}
