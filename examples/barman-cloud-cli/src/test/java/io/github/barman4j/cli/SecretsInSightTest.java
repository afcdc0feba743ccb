/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.cli.log.StderrLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What everybody may read holds no secrets: messages, restore_command, logs. */
final class SecretsInSightTest {

  private static final String SAS =
      "https://account.blob.core.windows.net/container/p?sv=2024-11-04&sig=hidden";

  @Test
  void theTokenOfASasUrlIsNotInRestoreCommand() {
    StoreOptions store = new StoreOptions();
    store.provider = "azure-blob-storage";
    store.url = SAS;
    store.server = "srv";
    assertThat(WalRestoreLine.of(store))
        .contains("https://account.blob.core.windows.net/container/p srv")
        .doesNotContain("hidden", "sig");
  }

  @ParameterizedTest
  @ValueSource(strings = {SAS, "https://me:hidden@host/c/p", "s3 ://x?sig=hidden"})
  void aUrlThatIsRefusedIsShownWithoutItsSecrets(String url) {
    assertThatThrownBy(() -> Provider.parse("aws-s3").location(url))
        .isInstanceOf(ToolException.class)
        .hasMessageNotContaining("hidden");
  }

  /** On the wire are session tokens and keys of SSE-C, and the SDKs' loggers show what is there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "software.amazon.awssdk.request",
        "com.azure.core.http"
      })
  void theWireIsNeverLogged(String logger) {
    StderrLog.verbosity(2);
    try {
      assertThat(LoggerFactory.getLogger(logger).isDebugEnabled()).isFalse();
      assertThat(LoggerFactory.getLogger(logger).isTraceEnabled()).isFalse();
    } finally {
      StderrLog.verbosity(0);
    }
  }
}
