/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.memory;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectTags;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A version of an object. Equal only to itself, so that replacing it can be conditional. */
final class StoredObject {

  private final byte[] content;
  private final ObjectMetadata metadata;
  private final ObjectTags tags;

  StoredObject(byte[] content, ObjectMetadata metadata, ObjectTags tags) {
    this.content = content;
    this.metadata = metadata;
    this.tags = tags;
  }

  byte[] content() {
    return content;
  }

  ObjectMetadata metadata() {
    return metadata;
  }

  ObjectTags tags() {
    return tags;
  }

  boolean hasEtag(String etag) {
    return metadata.etag().equals(etag);
  }

  StoredObject withTags(ObjectTags newTags) {
    return new StoredObject(content, metadata, newTags);
  }

  InputStream open(ByteRange range) {
    int length = (int) range.lengthWithin(content.length);
    return new ByteArrayInputStream(content, (int) range.offset(), length);
  }
}
