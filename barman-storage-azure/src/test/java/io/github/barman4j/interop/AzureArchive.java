/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.azure.AzureLocation;
import io.github.barman4j.storage.azure.AzureObjectStore;
import io.github.barman4j.storage.azure.AzureOptions;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.servers.BarmanCli;
import java.net.URI;

/** A prefix in a container of Azurite that both sides use. */
final class AzureArchive {

  private AzureArchive() {}

  static SharedArchive open(BarmanCli barman) {
    Peers.require(barman.azureModule());
    AzuriteServer server = AzuriteServer.start();
    String url = server.endpoint() + "/" + server.createContainer() + "/estate/production";
    ObjectStore store =
        AzureObjectStore.create(
            AzureOptions.builder(AzureLocation.parse(URI.create(url)))
                .connectionString(Secret.of(server.connectionString()))
                .build());
    return new SharedArchive(store, cli -> cli.with(server), url, server::close);
  }
}
