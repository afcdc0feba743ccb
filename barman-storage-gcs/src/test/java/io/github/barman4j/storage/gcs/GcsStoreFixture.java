/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import java.util.Optional;

/** A bucket of a fake Google Cloud Storage, for one test. */
final class GcsStoreFixture implements ObjectStoreFixture {

  private static final int SMALLEST_PART = GcsOptions.QUANTUM;

  private final GcsServer server;
  private final String bucket;
  private final GcsOptions options;
  private final GcsObjectStore store;
  private final Map<String, String> deviations;

  GcsStoreFixture(GcsServer server, boolean composite, Map<String, String> deviations) {
    this.server = server;
    this.deviations = deviations;
    bucket = server.createBucket();
    GcsOptions.Builder builder =
        GcsOptions.forEmulator(new GcsLocation(bucket, "archive"), server.endpoint())
            .partSize(SMALLEST_PART);
    options = composite ? builder.parallelComposite().build() : builder.build();
    store = GcsObjectStore.create(options);
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public int smallestPartSize() {
    return SMALLEST_PART;
  }

  /** Parts that were not composed count as uploads too. */
  @Override
  public int openUploads() {
    long parts =
        server.names(bucket).stream().filter(name -> name.contains(GcsComponents.PLACE)).count();
    return server.openUploads() + (int) parts;
  }

  @Override
  public Optional<ObjectKey> undeletable() {
    ObjectKey key = ObjectKey.of("held");
    String name = options.location().fullKey(key);
    server.store(bucket, name, new byte[1]);
    server.hold(bucket, name);
    return Optional.of(key);
  }

  @Override
  public Map<String, String> deviations() {
    return deviations;
  }

  @Override
  public void close() {
    store.close();
  }
}
