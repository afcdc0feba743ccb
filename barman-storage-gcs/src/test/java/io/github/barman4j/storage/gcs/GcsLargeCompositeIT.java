/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.storage.LargeObjectContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An object much larger than the memory there is for it, in the fake, composed of parts. */
final class GcsLargeCompositeIT extends LargeObjectContract {

  @Override
  protected Home open(Path directory, int maxParts) throws IOException {
    GcsServer server = GcsServer.start(Files.createDirectory(directory.resolve("objects")));
    URI location =
        URI.create(
            "gs://%s?endpoint-url=%s&parallel-composite=true&part-size=16MiB&memory-budget=128MiB&max-parts=%d"
                .formatted(server.createBucket(), server.endpoint(), maxParts));
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
