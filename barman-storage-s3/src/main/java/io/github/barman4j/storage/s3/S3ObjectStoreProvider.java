/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.net.URI;

/** Opens {@code s3://bucket/prefix?region=…&endpoint-url=…}. Thread-safe. */
public final class S3ObjectStoreProvider implements ObjectStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public S3ObjectStoreProvider() {}

  @Override
  public boolean handles(URI location) {
    return S3Location.SCHEME.equalsIgnoreCase(location.getScheme());
  }

  @Override
  public String locationForms() {
    return "s3://bucket/prefix";
  }

  @Override
  public ObjectStore open(URI location, StoreProperties properties) {
    return S3ObjectStore.create(S3Options.from(S3Location.parse(location), properties));
  }
}
