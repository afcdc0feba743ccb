/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class AzureDocumentationTest {

  @Test
  void everyOptionIsInTheReference() throws IOException {
    Documentation.of("docs/configuration.md")
        .requireSection("azure options", Documentation.tableOf(AzureSettings.ALL));
  }
}
