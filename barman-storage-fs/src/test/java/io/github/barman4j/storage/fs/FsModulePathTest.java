/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.modules.ModulePath;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FsModulePathTest {

  @TempDir Path dir;

  @Test
  void aStoreIsFoundAndOpenedOnTheModulePath() throws Exception {
    Path root = dir.toRealPath().resolve("store");
    assertThat(ModulePath.openStore("io.github.barman4j.storage.fs", root.toUri()))
        .isEqualTo(FsLocation.of(root).uri());
    assertThat(root).isDirectory();
  }
}
