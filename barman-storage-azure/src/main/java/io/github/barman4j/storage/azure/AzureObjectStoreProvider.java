/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.net.URI;

/** Opens {@code https://account.blob.core.windows.net/container/prefix?…}. Thread-safe. */
public final class AzureObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public AzureObjectStoreProvider() {}

  @Override
  public boolean handles(URI location) {
    return AzureLocation.isAzure(location);
  }

  @Override
  public String locationForms() {
    return AzureLocation.FORMS;
  }

  @Override
  public ObjectStore open(URI location, StoreProperties properties) {
    return AzureObjectStore.create(AzureOptions.from(AzureLocation.parse(location), properties));
  }
}
