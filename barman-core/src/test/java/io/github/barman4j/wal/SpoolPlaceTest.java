/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolPlaceTest {

  private static final Path PLACE = Path.of("/spool");

  @TempDir private Path dir;

  @Test
  void aDirectoryOfSomebodyElseIsRefused() {
    assertThatThrownBy(() -> SpoolPlace.require(PLACE, 1001, 26, 0700))
        .hasMessageContainingAll("/spool", "belongs to user 1001", "user 26");
  }

  @Test
  void ownDirectoriesAndThoseOfRootThatKeepOthersOffAreTaken() {
    assertThatCode(() -> SpoolPlace.require(PLACE, 26, 26, 0755)).doesNotThrowAnyException();
    assertThatCode(() -> SpoolPlace.require(PLACE, 0, 26, 01777)).doesNotThrowAnyException();
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsRefusedAndLeftEmpty() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> SpoolDirectory.in(dir)).hasMessageContaining("mode 770");
    try (var files = Files.list(dir)) {
      org.assertj.core.api.Assertions.assertThat(files).isEmpty();
    }
  }
}
