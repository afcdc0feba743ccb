/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The contract against S3Proxy 4.1.0, which has no tags. */
final class S3ObjectStoreS3ProxyIT extends ObjectStoreContract {

  private static final String SERVER =
      "S3Proxy 4.1.0, transient-nio2, https://github.com/gaul/s3proxy#limitations: ";

  private static final Map<String, String> DEVIATIONS =
      Map.ofEntries(
          Map.entry(
              "aKeyThatLooksLikeAPathIsStoredAsItIsOrRefused",
              SERVER + "a key with . or .. is stored under another key"),
          Map.entry(
              "emptyNamesAreKept", SERVER + "a key that begins with a slash is answered with 403"),
          Map.entry("theOrderIsThatOfUtf8Bytes", SERVER + "lists in the order of UTF-16"),
          Map.entry("anyTextIsADelimiter", SERVER + "only a slash is a delimiter"),
          Map.entry(
              "aPrefixMayBeAKey", SERVER + "keys are paths, so a key is no prefix of another"),
          Map.entry(
              "exactlyOneOfRacingUpdatesWins",
              SERVER + "If-Match is checked and then written, not atomically"));

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  @SuppressWarnings("NullAway.Init")
  private static String bucket;

  @BeforeAll
  static void start() {
    server = S3Server.s3proxy();
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
    return new S3StoreFixture(
        S3StoreFixture.options(server, bucket).property("object-tags", "false").build(),
        DEVIATIONS);
  }
}
