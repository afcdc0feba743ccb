/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeArchiveTest {

  /** The store, which holds all objects, lives in the same 64 MiB. */
  @Test
  void aThousandBackupsAndAHundredThousandWalFilesNeedNoMoreThan64MebibytesOfHeap() {
    CommandResult result =
        ExternalCommand.of(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeArchive.class.getName()))
            .run()
            .orThrow();
    int retained = 101;
    int deleted = LargeArchive.BACKUPS - retained;
    int wal = deleted * LargeArchive.WAL_FILES / LargeArchive.BACKUPS;
    assertThat(result.stdout().lines())
        .contains(
            "listed 1000",
            "planned " + deleted + " " + (deleted * 3 + wal),
            "printed " + (1 + LargeArchive.BACKUPS + 2),
            "deleted " + deleted + " " + wal,
            "left " + retained + " " + (LargeArchive.WAL_FILES - wal))
        .anyMatch(line -> line.matches("heap 6[0-4]"));
  }
}
