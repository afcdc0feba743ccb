/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.kills.KillCampaign;
import io.github.barman4j.testing.kills.KillableStore;
import io.github.barman4j.testing.servers.S3Server;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link KillCampaign} on S3Proxy, which knows its open uploads. */
class S3KillCampaignIT extends KillCampaign {

  @Override
  protected KillableStore startStore() {
    S3Server server = S3Server.s3proxy();
    return new Bucket(server, server.createBucket());
  }

  private record Bucket(S3Server server, String name) implements KillableStore {

    @Override
    public URI location(String place) {
      return URI.create("s3://" + name + "/" + place);
    }

    @Override
    public Map<String, String> properties() {
      return Map.of(
          "endpoint-url",
          server.endpoint().toString(),
          "region",
          server.region(),
          "addressing-style",
          "path",
          "checksums",
          "when-required",
          "access-key-id",
          server.accessKey(),
          "secret-access-key",
          server.secretKey(),
          "object-tags",
          "false",
          "part-size",
          "5 MiB");
    }

    @Override
    public List<String> leftovers(String place) {
      S3Options options =
          S3Options.forS3Compatible(new S3Location(name, place), server.endpoint())
              .credentials(server.accessKey(), Secret.of(server.secretKey()))
              .build();
      try (S3Client client = S3Clients.create(options)) {
        return client.listMultipartUploads(r -> r.bucket(name)).uploads().stream()
            .filter(upload -> upload.key().startsWith(place + "/"))
            .map(upload -> upload.key() + " " + upload.uploadId())
            .toList();
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
