/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.testing.mainjob.MainJobContract;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The main job in Azurite, tags included. */
final class AzureMainJobIT extends MainJobContract {

  @SuppressWarnings("NullAway.Init")
  private static AzuriteServer server;

  @BeforeAll
  static void start() {
    server = AzuriteServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new AzureStoreFixture(
        AzureStoreFixture.options(server, server.createContainer()).build(), Map.of());
  }
}
