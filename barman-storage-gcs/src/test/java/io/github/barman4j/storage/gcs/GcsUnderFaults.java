/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.faults.FaultProxy;
import io.github.barman4j.testing.faults.StoreProtocol;
import io.github.barman4j.testing.faults.StoreUnderFaults;
import io.github.barman4j.testing.servers.GcsServer;
import java.net.URI;
import java.util.List;

/** The fake behind the fault proxy. */
final class GcsUnderFaults implements StoreUnderFaults {

  private final GcsServer server = GcsServer.start();
  private final String bucket = server.createBucket();
  private final FaultProxy proxy = FaultProxy.before(server.endpoint(), StoreProtocol.GCS);

  @Override
  public FaultProxy proxy() {
    return proxy;
  }

  @Override
  public ObjectStore throughProxy() {
    return GcsObjectStore.create(
        options(proxy.endpoint())
            .property("connect-timeout", "1 s")
            .property("read-timeout", "1 s")
            .property("max-attempts", "3")
            .build());
  }

  @Override
  public ObjectStore direct() {
    return GcsObjectStore.create(options(server.endpoint()).build());
  }

  /**
   * Of an upload whose beginning was not answered nobody knows the address, and Google lists none:
   * nothing can cancel it, and it holds nothing.
   */
  @Override
  public List<String> openUploads(String prefix) {
    return server.uploadsWithBytes(bucket, "p/" + prefix + "/");
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }

  private GcsOptions.Builder options(URI endpoint) {
    return GcsOptions.forEmulator(new GcsLocation(bucket, "p"), endpoint).partSize(1 << 20);
  }
}
