/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The contract against S3Mock 5.2.3. */
final class S3ObjectStoreS3MockIT extends ObjectStoreContract {

  private static final String SERVER =
      "S3Mock 5.2.3, https://github.com/adobe/S3Mock#implemented-s3-apis: ";

  private static final String ABORT =
      SERVER + "AbortMultipartUpload also removes the object that is at the key";
  private static final String RACE =
      SERVER + "conditional writes are checked and then made, not atomically";

  private static final Map<String, String> DEVIATIONS =
      Map.ofEntries(
          Map.entry("aBodyThatFailsAfterSeveralPartsPublishesNothing", ABORT),
          Map.entry("aBodyThatFailsAfterItClosedAStreamOfSeveralPartsPublishesNothing", ABORT),
          Map.entry("aBodyThatFailsInsideTryWithResourcesPublishesNothing", ABORT),
          Map.entry("theStoreWorksAfterAFailure", ABORT),
          Map.entry("createRefusesToReplace", ABORT),
          Map.entry("updateRefusesToReplaceAnotherVersion", ABORT),
          Map.entry("aCopyThatMayOnlyCreateRefusesToReplace", ABORT),
          Map.entry("aCopyThatMayOnlyUpdateRefusesAnotherVersion", ABORT),
          Map.entry("exactlyOneOfRacingCreatorsWins", RACE),
          Map.entry("exactlyOneOfRacingUpdatesWins", RACE),
          Map.entry("exactlyOneOfRacingCreatorsOfSeveralPartsWins", RACE),
          Map.entry("aKeyIsStoredAsItIs", SERVER + "a backslash in a key is answered with 400"),
          Map.entry(
              "emptyNamesAreKept", SERVER + "a key that begins with a slash is answered with 400"),
          Map.entry(
              "anObjectHasTheTagsItWasWrittenWith", SERVER + "does not decode the header of tags"),
          Map.entry(
              "aCopyHasTheTagsOfItsOptionsAndNotOfItsSource",
              SERVER + "does not decode the header of tags"),
          Map.entry(
              "pagesOfAnySizeHoldEachKeyOnce", SERVER + "every page repeats the common prefixes"),
          Map.entry(
              "aPageHoldsNoMoreThanWanted", SERVER + "common prefixes do not count for max-keys"),
          Map.entry("theOrderIsThatOfUtf8Bytes", SERVER + "lists in the order of UTF-16"));

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  @SuppressWarnings("NullAway.Init")
  private static String bucket;

  @BeforeAll
  static void start() {
    server = S3Server.s3mock();
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
