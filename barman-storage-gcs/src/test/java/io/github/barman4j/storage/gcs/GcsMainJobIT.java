/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.testing.mainjob.MainJobContract;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The main job in the fake, with resumable uploads. */
final class GcsMainJobIT extends MainJobContract {

  @SuppressWarnings("NullAway.Init")
  private static GcsServer server;

  @BeforeAll
  static void start() {
    server = GcsServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new GcsStoreFixture(server, false, Map.of());
  }
}
