/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private final StringWriter written = new StringWriter();
  private final PrintWriter err = new PrintWriter(written);

  @Test
  void aBarMovesOnOneLineAndLeavesIt() throws InterruptedException {
    Progress progress = new Progress(err, true);
    progress.phase("copying files");
    Thread.sleep(150);
    progress.bytes(1 << 20, 4 << 20);
    progress.end();
    assertThat(written.toString())
        .doesNotContain("\n")
        .contains("\rcopying".replace("\r", "\r\u001b[K"))
        .contains("[#######.......................]  25 %  1.0 MiB of 4.0 MiB")
        .endsWith("\r\u001b[K");
  }

  @Test
  void whereThereIsNoTerminalAreLinesNowAndThen() {
    Progress progress = new Progress(err, false);
    progress.phase("copying files");
    for (int i = 0; i < 1000; i++) {
      progress.bytes(i, 1000);
    }
    progress.end();
    assertThat(written.toString()).isEqualToNormalizingNewlines("copying files\n");
  }

  @Test
  void jsonIsEscaped() {
    assertThat(Json.write(java.util.Map.of("a\"b", java.util.List.of("c\\\n\u0001", 1, true))))
        .isEqualTo("{\"a\\\"b\": [\"c\\\\\\n\\u0001\", 1, true]}");
  }
}
