/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.faults.RandomFaultsContract;
import io.github.barman4j.testing.faults.StoreUnderFaults;
import io.github.barman4j.testing.servers.S3Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Against S3Proxy 4.1.0. */
final class RandomFaultsIT extends RandomFaultsContract {

  private static final int RUNS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  RandomFaultsIT() {
    super(RUNS);
  }

  @Override
  protected StoreUnderFaults startStore() {
    return new S3UnderFaults(S3Server.s3proxy(), PATIENCE);
  }

  /** If the server could not tell, the promise about open uploads would be worth nothing. */
  @Test
  void theServerTellsOpenUploadsFromAbortedOnes() {
    try (S3UnderFaults store = new S3UnderFaults(S3Server.s3proxy(), PATIENCE)) {
      String id = store.openUpload("probe/x");
      assertThat(store.openUploads("probe")).containsExactly("p/probe/x " + id);
      store.abortUpload("probe/x", id);
      assertThat(store.openUploads("probe")).isEmpty();
    }
  }
}
