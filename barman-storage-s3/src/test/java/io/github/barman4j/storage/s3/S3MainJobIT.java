/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.testing.mainjob.MainJobContract;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;

/** The main job in S3Mock, which has tags. */
final class S3MainJobIT extends MainJobContract {

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.s3mock();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new S3StoreFixture(
        S3StoreFixture.options(server, server.createBucket()).build(), Map.of());
  }

  /**
   * S3Mock looks whether the object is there, and then writes: see {@link S3ObjectStoreS3MockIT}.
   */
  @Override
  protected Set<String> obstaclesNowAndThen() {
    return Set.of("racing creates");
  }
}
