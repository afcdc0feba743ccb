/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.modules.ModulePath;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class AzureModulePathTest {

  @Test
  void aStoreIsFoundAndOpenedOnTheModulePath() throws Exception {
    URI location = URI.create("https://account.blob.core.windows.net/container/prefix");
    assertThat(
            ModulePath.openStore(
                "io.github.barman4j.storage.azure", URI.create(location + "?account-key=a2V5")))
        .isEqualTo(location);
  }
}
