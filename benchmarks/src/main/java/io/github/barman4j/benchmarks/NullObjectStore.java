/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** Takes objects and keeps nothing, to measure what comes before a store. Thread-safe. */
final class NullObjectStore extends ForwardingObjectStore {

  /** Makes one that asks another store everything but puts. */
  NullObjectStore(ObjectStore delegate) {
    super(delegate);
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    body.writeTo(OutputStream.nullOutputStream());
    return new ObjectMetadata(key, 0, Instant.EPOCH, "none");
  }
}
