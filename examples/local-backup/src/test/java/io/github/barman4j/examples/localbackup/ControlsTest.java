/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlsTest {

  @Test
  void whatATerminalObeysIsShown() {
    assertThat(Controls.escaped("a\u001b[2Jb\r\n\tü")).isEqualTo("a\\x1b[2Jb\\x0d\n\tü");
  }
}
