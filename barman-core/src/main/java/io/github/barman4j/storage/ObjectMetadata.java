/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store says of an object.
 *
 * @param key the object's key
 * @param size in bytes
 * @param lastModified when it was written, by the store's clock
 * @param etag names this version of the object; opaque, equal for equal versions
 */
public record ObjectMetadata(ObjectKey key, long size, Instant lastModified, String etag) {

  /** Checks that all are there and the size is not negative. */
  public ObjectMetadata {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(lastModified, "lastModified");
    Objects.requireNonNull(etag, "etag");
    if (size < 0) {
      throw new IllegalArgumentException("An object's size is not negative, got " + size);
    }
  }
}
