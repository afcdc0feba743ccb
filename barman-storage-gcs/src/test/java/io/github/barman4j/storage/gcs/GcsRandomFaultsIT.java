/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.testing.faults.RandomFaultsContract;
import io.github.barman4j.testing.faults.StoreUnderFaults;

/** Against the fake of the kit. */
final class GcsRandomFaultsIT extends RandomFaultsContract {

  private static final int RUNS = 20;

  GcsRandomFaultsIT() {
    super(RUNS);
  }

  @Override
  protected StoreUnderFaults startStore() {
    return new GcsUnderFaults();
  }
}
