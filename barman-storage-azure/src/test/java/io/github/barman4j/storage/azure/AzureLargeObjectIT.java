/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.storage.LargeObjectContract;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;

/** An object much larger than the memory there is for it, in Azurite. */
final class AzureLargeObjectIT extends LargeObjectContract {

  @Override
  protected Home open(Path directory, int maxParts) {
    AzuriteServer server = AzuriteServer.start();
    URI location =
        URI.create(
            "%s/%s?account-key=%s&part-size=16MiB&memory-budget=128MiB&max-parts=%d"
                .formatted(
                    server.endpoint(),
                    server.createContainer(),
                    URLEncoder.encode(server.accountKey(), UTF_8),
                    maxParts));
    return new Home() {
      @Override
      public URI location() {
        return location;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }
}
