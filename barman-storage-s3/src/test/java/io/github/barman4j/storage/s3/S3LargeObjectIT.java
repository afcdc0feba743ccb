/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.LargeObjectContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An object much larger than the memory there is for it, in S3Proxy. */
final class S3LargeObjectIT extends LargeObjectContract {

  @Override
  protected Home open(Path directory, int maxParts) throws IOException {
    S3Server server = S3Server.s3proxy(Files.createDirectory(directory.resolve("objects")));
    URI location =
        URI.create(
            ("s3://%s?endpoint-url=%s&region=%s&access-key-id=%s&secret-access-key=%s"
                    + "&part-size=16MiB&memory-budget=128MiB&max-parts=%d")
                .formatted(
                    server.createBucket(),
                    server.endpoint(),
                    server.region(),
                    server.accessKey(),
                    server.secretKey(),
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
