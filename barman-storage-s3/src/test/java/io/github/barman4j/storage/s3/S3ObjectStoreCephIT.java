/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The contract against Ceph RGW 20. */
final class S3ObjectStoreCephIT extends ObjectStoreContract {

  private static final String SERVER = "Ceph RGW 20, https://docs.ceph.com/en/latest/radosgw/s3: ";

  private static final Map<String, String> DEVIATIONS =
      Map.ofEntries(
          Map.entry(
              "aCopyHasTheTagsOfItsOptionsAndNotOfItsSource",
              SERVER + "keeps the source's tags when told to replace them by none"));

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  @SuppressWarnings("NullAway.Init")
  private static String bucket;

  @BeforeAll
  static void start() {
    server = S3Server.ceph();
    bucket = server.createBucket();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new S3StoreFixture(S3StoreFixture.options(server, bucket).build(), DEVIATIONS);
  }
}
