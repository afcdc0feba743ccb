/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.cli.log.StderrLog;
import io.github.barman4j.cli.log.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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

  /** Names and errors come from the archive, where others may write. */
  @Test
  void controlCharactersOfTheArchiveAreEscaped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StderrLog.redirect(new PrintStream(bytes, true, UTF_8));
    try {
      StderrLog.write(
          Level.ERROR, "backup 'x\u001b[2J\u009b\r\n2026-01-01 00:00:00,000 [1] ERROR: forged'");
    } finally {
      StderrLog.redirect(null);
    }
    assertThat(bytes.toString(UTF_8))
        .contains("\\x1b[2J\\x9b\\x0d\n    2026-01-01")
        .doesNotContain("\u001b", "\u009b", "\r", "\n2026");
  }

  @Test
  void controlCharactersOfTheArchiveDoNotReachATerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new TextOutput(bytes)) {
      out.println("name \u001b]0;x\u0007");
      out.printf("%s\tok%n", "\u202e");
    }
    assertThat(bytes.toString(UTF_8)).isEqualTo("name \\x1b]0;x\\x07\n\\x202e\tok\n");
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
