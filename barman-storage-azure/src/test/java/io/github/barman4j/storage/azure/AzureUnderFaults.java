/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.faults.FaultProxy;
import io.github.barman4j.testing.faults.StoreProtocol;
import io.github.barman4j.testing.faults.StoreUnderFaults;
import io.github.barman4j.testing.servers.AzuriteServer;
import java.net.URI;
import java.util.List;

/** Azurite behind the fault proxy. */
final class AzureUnderFaults implements StoreUnderFaults {

  private final AzuriteServer server = AzuriteServer.start();
  private final String container = server.createContainer();
  private final FaultProxy proxy =
      FaultProxy.before(server.endpoint().resolve("/"), StoreProtocol.AZURE);

  @Override
  public FaultProxy proxy() {
    return proxy;
  }

  @Override
  public ObjectStore throughProxy() {
    return AzureObjectStore.create(
        options(proxy.endpoint())
            .property("connect-timeout", "1 s")
            .property("read-timeout", "2 s")
            .property("retry-delay", "100 ms")
            .property("max-attempts", "3")
            .build());
  }

  @Override
  public ObjectStore direct() {
    return AzureObjectStore.create(options(server.endpoint()).build());
  }

  /** Blocks that were not committed are no upload that anyone could end; Azure removes them. */
  @Override
  public List<String> openUploads(String prefix) {
    return List.of();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }

  private AzureOptions.Builder options(URI endpoint) {
    URI location = endpoint.resolve("/" + server.account() + "/" + container + "/p");
    return AzureOptions.builder(AzureLocation.parse(location))
        .accountKey(Secret.of(server.accountKey()))
        .partSize(1 << 20);
  }
}
