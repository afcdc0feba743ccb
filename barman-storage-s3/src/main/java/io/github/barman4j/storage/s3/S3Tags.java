/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.Tag;

/** Reads and replaces the tags of objects. */
final class S3Tags {

  private final S3Context context;

  S3Tags(S3Context context) {
    this.context = context;
  }

  ObjectTags read(ObjectKey key) throws ObjectStoreException {
    List<Tag> tags =
        context
            .exceptions()
            .call(
                "tags",
                key,
                () ->
                    context
                        .client()
                        .getObjectTagging(request -> request.bucket(bucket()).key(fullKey(key)))
                        .tagSet());
    return ObjectTags.of(tags.stream().collect(Collectors.toMap(Tag::key, S3Tags::value)));
  }

  void replace(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    if (tags.isEmpty()) {
      delete(key);
    } else {
      put(key, tags);
    }
  }

  /** Some stores refuse to put no tags. */
  private void delete(ObjectKey key) throws ObjectStoreException {
    context
        .exceptions()
        .call(
            "delete tags of",
            key,
            () ->
                context
                    .client()
                    .deleteObjectTagging(request -> request.bucket(bucket()).key(fullKey(key))));
  }

  private void put(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    List<Tag> set =
        tags.values().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    context
        .exceptions()
        .call(
            "replace tags of",
            key,
            () ->
                context
                    .client()
                    .putObjectTagging(
                        request ->
                            request
                                .bucket(bucket())
                                .key(fullKey(key))
                                .tagging(tagging -> tagging.tagSet(set))));
  }

  /** An empty element of XML may come as no value. */
  private static String value(Tag tag) {
    return Objects.requireNonNullElse(tag.value(), "");
  }

  private String bucket() {
    return context.location().bucket();
  }

  private String fullKey(ObjectKey key) {
    return context.location().fullKey(key);
  }
}
