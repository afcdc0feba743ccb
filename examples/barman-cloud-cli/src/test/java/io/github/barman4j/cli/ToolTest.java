/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ToolTest {

  @Test
  void everyProgramIsAmongThoseThatArePutTogether() throws IOException {
    List<String> words =
        List.of(Files.readString(Path.of("src/dist/assemble"), UTF_8).split("[\\s;]+"));
    for (Tool tool : Tool.values()) {
      assertThat(words).contains(tool.program().replaceFirst("^barman-cloud-", ""));
    }
  }
}
