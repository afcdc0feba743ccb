/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.testing.servers.GcsServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The way to the store through a proxy. */
final class GcsProxyTest {

  /** The fake is the proxy, too: it answers for a host that does not exist. */
  @Test
  void requestsGoThroughTheProxyThatIsSet() throws IOException {
    try (GcsServer server = GcsServer.start()) {
      GcsOptions options =
          GcsOptions.forEmulator(
                  GcsLocation.ofBucket(server.createBucket()), URI.create("http://store.invalid"))
              .property("proxy-url", server.endpoint().toString())
              .property("max-attempts", "1")
              .build();
      try (GcsObjectStore store = GcsObjectStore.create(options)) {
        store.put(ObjectKey.of("x"), ObjectBody.of(new byte[3]), PutOptions.overwrite());
        assertThat(store.head(ObjectKey.of("x")).size()).isEqualTo(3);
      }
      assertThat(server.requests("INSERT")).hasSize(1);
    }
  }
}
