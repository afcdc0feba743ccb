/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.modules.ModulePath;
import java.nio.file.Path;
import java.util.List;
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

  /** Archiving takes a lock, which is a system call from our module through JNA's. */
  @Test
  void aServerDirectoryIsWorkedOnFromTheModulePath() throws Exception {
    ClassLoader loader = ModulePath.loader("io.github.barman4j.storage.fs");
    Class<?> type = loader.loadClass("io.github.barman4j.storage.fs.local.LocalServerOptions");
    Object builder =
        type.getMethod("builder", Path.class, String.class).invoke(null, dir.toRealPath(), "main");
    Object options = builder.getClass().getMethod("build").invoke(builder);
    Class<?> serverType = loader.loadClass("io.github.barman4j.storage.fs.local.LocalServer");
    Object server = serverType.getMethod("open", type).invoke(null, options);
    Object wal = serverType.getMethod("wal").invoke(server);
    Class<?> token = loader.loadClass("io.github.barman4j.CancellationToken");
    Object result =
        wal.getClass()
            .getMethod("archiveIncoming", token)
            .invoke(wal, token.getConstructor().newInstance());
    assertThat(result.getClass().getMethod("archived").invoke(result)).isEqualTo(List.of());
    assertThat(dir.resolve(".main-archive-wal.lock")).exists();
  }
}
