/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LargeCopyTest {

  /** Both stores, which hold all objects, live in the same 128 MiB. */
  @Test
  void aHundredThousandWalFilesNeedNoMoreThan128MebibytesOfHeap() {
    CommandResult result =
        ExternalCommand.of(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeCopy.class.getName()))
            .run()
            .orThrow();
    int objects = LargeCopy.WAL_FILES + 2 * LargeCopy.BACKUPS;
    assertThat(result.stdout().lines())
        .contains(
            "planned " + LargeCopy.BACKUPS + " " + objects,
            "printed " + (3 + 1 + LargeCopy.BACKUPS),
            "copied " + objects,
            "again 0 " + objects)
        .anyMatch(line -> line.matches("heap 12[0-8]"));
  }
}
