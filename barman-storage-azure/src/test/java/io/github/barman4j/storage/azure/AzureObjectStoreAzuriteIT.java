/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The contract against Azurite 3.37.0. */
final class AzureObjectStoreAzuriteIT extends ObjectStoreContract {

  private static final Map<String, String> DEVIATIONS =
      Map.of(
          "tagsOfWhatIsNotThereAreNotFound",
              "Azurite 3.37.0: Set Blob Tags refuses an empty value with 400",
          "theOrderIsThatOfUtf8Bytes", "Azurite 3.37.0: lists in the order of UTF-16",
          "anyTextIsADelimiter",
              "Azurite 3.37.0: of a delimiter only the first character ends a prefix, see"
                  + " PageWithDelimiter in its source");

  @SuppressWarnings("NullAway.Init")
  private static AzuriteServer server;

  @SuppressWarnings("NullAway.Init")
  private static String container;

  @BeforeAll
  static void start() {
    server = AzuriteServer.start();
    container = server.createContainer();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new AzureStoreFixture(AzureStoreFixture.options(server, container).build(), DEVIATIONS);
  }
}
