/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BarmanServerCliIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#ages")
  void managesAServerDirectory(BarmanServerCli program) throws Exception {
    Path home = directory.resolve("home");
    BarmanServerCli barman = Peers.require(program).on(home, "main");
    Path incoming = Files.createDirectories(home.resolve("main/incoming"));
    Files.createDirectories(home.resolve("main/wals"));
    Files.createDirectories(home.resolve("main/errors"));
    Files.writeString(incoming.resolve("strange"), "x");

    assertThat(barman.run("list-servers").orThrow().stdout()).contains("main");
    assertThat(barman.run("archive-wal", "main").orThrow().exitCode()).isZero();

    assertThat(incoming).isEmptyDirectory();
    assertThat(home.resolve("main/errors")).isDirectoryContaining("glob:**/strange.*.unknown");
  }
}
