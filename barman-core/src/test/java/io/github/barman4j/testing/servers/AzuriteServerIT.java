/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AzuriteServerIT {
  @Test
  void azuriteCreatesContainers() {
    try (AzuriteServer server = AzuriteServer.start()) {
      String container = server.createContainer();
      assertThat(server.send("GET", container).statusCode()).isEqualTo(200);
      assertThat(server.send("GET", container + "-absent").statusCode()).isEqualTo(404);
    }
  }
}
