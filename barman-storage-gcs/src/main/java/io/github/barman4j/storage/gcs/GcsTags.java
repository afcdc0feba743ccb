/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PreconditionFailedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and replaces the tags of objects: all their metadata but the id of their write. */
final class GcsTags {

  private static final int ATTEMPTS = 5;

  private final GcsContext context;

  GcsTags(GcsContext context) {
    this.context = context;
  }

  ObjectTags read(ObjectKey key) throws ObjectStoreException {
    return ObjectTags.of(tags(resource(key)));
  }

  void replace(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    for (int attempt = 1; ; attempt++) {
      try {
        patch(key, tags, resource(key));
        return;
      } catch (PreconditionFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private StorageObject resource(ObjectKey key) throws ObjectStoreException {
    return context.exceptions().call("tags of", key, () -> context.resource(key));
  }

  /** What has no value is removed; only if nobody has changed the metadata in between. */
  private void patch(ObjectKey key, ObjectTags tags, StorageObject old)
      throws ObjectStoreException {
    Map<String, @Nullable String> changes = new HashMap<>();
    tags(old).keySet().forEach(name -> changes.put(name, null));
    changes.putAll(tags.values());
    if (changes.isEmpty()) {
      return;
    }
    BlobInfo info = BlobInfo.newBuilder(context.requests().id(key)).setMetadata(changes).build();
    BlobTargetOption unchanged = BlobTargetOption.metagenerationMatch(old.getMetageneration());
    context
        .exceptions()
        .call("replace tags of", key, () -> context.client().update(info, unchanged));
  }

  private static Map<String, String> tags(StorageObject resource) {
    Map<String, String> tags =
        new HashMap<>(Objects.requireNonNullElse(resource.getMetadata(), Map.of()));
    tags.remove(GcsWrite.ID);
    return tags;
  }
}
