/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reads and replaces the tags of objects: Azure's blob index tags. */
final class AzureTags {

  private final AzureContext context;

  AzureTags(AzureContext context) {
    this.context = context;
  }

  ObjectTags read(ObjectKey key) throws ObjectStoreException {
    Map<String, String> tags =
        context.exceptions().call("tags", key, () -> context.requests().blob(key).getTags());
    Map<String, String> values = new HashMap<>();
    tags.forEach((name, value) -> values.put(name, Objects.requireNonNullElse(value, "")));
    return ObjectTags.of(values);
  }

  void replace(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    context
        .exceptions()
        .call(
            "replace tags of",
            key,
            () -> {
              context.requests().blob(key).setTags(tags.values());
              return tags;
            });
  }
}
