/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.testing.faults.RandomFaultsContract;
import io.github.barman4j.testing.faults.StoreUnderFaults;

/** Against Azurite. */
final class AzureRandomFaultsIT extends RandomFaultsContract {

  private static final int RUNS = 20;

  AzureRandomFaultsIT() {
    super(RUNS);
  }

  @Override
  protected StoreUnderFaults startStore() {
    return new AzureUnderFaults();
  }
}
