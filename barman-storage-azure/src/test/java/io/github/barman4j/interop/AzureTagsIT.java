/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.azure.AzureLocation;
import io.github.barman4j.storage.azure.AzureObjectStore;
import io.github.barman4j.storage.azure.AzureOptions;
import io.github.barman4j.testing.interop.TaggedArchive;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.servers.BarmanCli;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What Azurite says of the index tags of every kind of object. It knows no encryption scopes: that
 * they are in every request is tested without it.
 */
final class AzureTagsIT {

  @Test
  void everyObjectIsTagged() throws Exception {
    try (AzuriteServer server = AzuriteServer.start();
        TaggedArchive archive = new TaggedArchive()) {
      String container = server.createContainer();
      URI location = URI.create(server.endpoint() + "/" + container);
      AzureOptions options =
          AzureOptions.builder(AzureLocation.parse(location))
              .connectionString(Secret.of(server.connectionString()))
              .build();
      try (AzureObjectStore store = AzureObjectStore.create(options)) {
        archive.write(store);
      }
      BlobContainerClient behind = behind(server, container);
      TaggedArchive.assertTags(pattern -> tags(behind, pattern));
    }
  }

  @Test
  void weReadWhatBarmanTagged() throws Exception {
    Peers.require(BarmanCli.newest().azureModule());
    try (AzuriteServer server = AzuriteServer.start();
        TaggedArchive archive = new TaggedArchive()) {
      String url = server.endpoint() + "/" + server.createContainer();
      archive.writeByBarman(BarmanCli.newest().with(server), url, List.of());
      AzureOptions options =
          AzureOptions.builder(AzureLocation.parse(URI.create(url)))
              .connectionString(Secret.of(server.connectionString()))
              .build();
      try (AzureObjectStore store = AzureObjectStore.create(options)) {
        archive.assertWeRead(store);
      }
    }
  }

  private static BlobContainerClient behind(AzuriteServer server, String container) {
    return new BlobServiceClientBuilder()
        .connectionString(server.connectionString())
        .buildClient()
        .getBlobContainerClient(container);
  }

  private static List<Map<String, String>> tags(BlobContainerClient behind, String pattern) {
    return behind.listBlobs().stream()
        .map(BlobItem::getName)
        .filter(name -> name.matches(pattern))
        .map(name -> behind.getBlobClient(name).getTags())
        .toList();
  }
}
