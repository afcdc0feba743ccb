/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.net.URI;

/** Opens {@code file:} locations; for {@link java.util.ServiceLoader}. */
public final class FsObjectStoreProvider implements ObjectStoreProvider {

  /** Makes the provider. */
  public FsObjectStoreProvider() {}

  @Override
  public boolean handles(URI location) {
    return "file".equalsIgnoreCase(location.getScheme());
  }

  @Override
  public String locationForms() {
    return "file:///DIRECTORY";
  }

  @Override
  public ObjectStore open(URI location, StoreProperties properties) throws ObjectStoreException {
    return FsObjectStore.open(FsOptions.from(location, properties));
  }
}
