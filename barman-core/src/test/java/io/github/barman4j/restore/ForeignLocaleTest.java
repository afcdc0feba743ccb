/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.ExternalCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the locale has no file names for is refused by the name of the locale. */
class ForeignLocaleTest {

  @TempDir Path directory;

  @Test
  void namesBeyondAsciiAreRefusedInTheLocaleC() {
    Path data = directory.resolve("data");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RestoreIntoForeignLocale.class.getName(),
            data.toString());
    String said = ExternalCommand.of(command).withEnvironment(Map.of("LC_ALL", "C")).run().stdout();
    assertThat(said.lines())
        .hasSize(2)
        .allMatch(line -> line.contains("LC_ALL=C.UTF-8"))
        .allMatch(line -> line.contains("locale"));
    assertThat(said).doesNotContain("restored\n").startsWith("RestoreFailedException");
    assertThat(BadLuck.pathsBelow(data)).isEmpty();
  }
}
