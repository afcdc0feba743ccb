/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.net.URI;

/** Opens {@code gs://bucket/prefix?key-file=…}. Thread-safe. */
public final class GcsObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public GcsObjectStoreProvider() {}

  @Override
  public boolean handles(URI location) {
    return GcsLocation.handles(location);
  }

  @Override
  public String locationForms() {
    return "gs://bucket/prefix";
  }

  @Override
  public ObjectStore open(URI location, StoreProperties properties) {
    return GcsObjectStore.create(GcsOptions.from(GcsLocation.parse(location), properties));
  }
}
