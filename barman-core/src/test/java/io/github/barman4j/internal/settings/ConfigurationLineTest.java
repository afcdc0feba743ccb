/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings are found as PostgreSQL finds them, in files of any encoding. */
class ConfigurationLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "work_mem = 4MB|work_mem|4MB",
        "Work_Mem=4MB#comment|work_mem|4MB",
        "  port 5432  # comment|port|5432",
        "a.b\t=\t'x # y' # z|a.b|x # y",
        "search_path'it''s'|search_path|it's",
        "x = 'a\\'b' c|x|a\\'b",
        "x = 'never closed|x|never closed",
        "x|x|\"\"",
        "x = ''|x|\"\""
      })
  void aSettingHasNameAndValue(String text, String name, String value) {
    assertThat(ConfigurationLine.parse(text)).isEqualTo(new ConfigurationLine(text, name, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# work_mem = 4MB", "= 5", "1x = 5", "'x' = 1", "\n"})
  void anythingElseHasNone(String text) {
    assertThat(ConfigurationLine.parse(text).name()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "'", "''", "\\", " ", "=", "a.", "#", "\\'"})
  void aLineOfMegabytesIsReadAsWell(String repeated) {
    String value = repeated.repeat(1 << 20);
    assertThat(ConfigurationLine.parse("name = '" + value).name()).isEqualTo("name");
    assertThat(ConfigurationLine.parse(value + " = 1").text()).hasSizeGreaterThan(1 << 20);
  }

  @Test
  void linesTogetherAreTheFileByteForByte(@TempDir Path directory) throws IOException {
    byte[] all = new byte[1 << 16];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i * 31 + i / 256);
    }
    all[all.length - 1] = '\n';
    Path file = Files.write(directory.resolve("postgresql.auto.conf"), all);
    assertThat(ConfigurationFile.bytes(ConfigurationFile.read(file))).isEqualTo(all);
    assertThat(ConfigurationFile.lines(new String(all, ISO_8859_1))).hasSizeGreaterThan(100);
  }
}
