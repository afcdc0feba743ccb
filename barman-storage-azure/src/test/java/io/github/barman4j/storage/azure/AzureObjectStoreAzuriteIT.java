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
              "Azurite 3.37.0: Set Blob Tags takes a blank value for none and refuses it with 400,"
                  + " https://github.com/Azure/Azurite/issues/2336",
          "theOrderIsThatOfUtf8Bytes",
              "Azurite 3.37.0: lists in the order of UTF-16; so does Azure, by"
                  + " https://github.com/blobfile/blobfile/pull/238",
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
