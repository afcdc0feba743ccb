/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full while restoring: named, with what is free, and emptied again. */
class FullDiskTest {

  private static final int CONTENT = 3 << 20;

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final BadLuck world = new BadLuck(threads);
  private final byte[] content = new byte[CONTENT];
  private Path small;

  @BeforeEach
  void backUpAndMount() throws Exception {
    small = Files.createTempDirectory("barman4j-full");
    new Random(7).nextBytes(content);
    world.backup.tablespace("fast", 16400, directory.resolve("fast").toString());
    world.backup.data(Compression.NONE, tar -> tar.file("base/1", content));
    world.backup.part(
        PartName.find("16400.tar").orElseThrow(),
        Compression.NONE,
        tar -> tar.directory("PG_17_202406281/").file("PG_17_202406281/2", content));
    world.archive(Files.createDirectory(directory.resolve("wal")));
  }

  @AfterEach
  void unmount() throws Exception {
    threads.shutdownNow();
    run("umount", small.toString());
    Files.delete(small);
  }

  private void mount(String size) throws Exception {
    int exit = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", small.toString());
    assumeTrue(exit == 0, "needs the right to mount a tmpfs");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void expectFull(RestoreOptions options, String file) {
    assertThatThrownBy(() -> world.execute(options))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("No space left")
        .hasMessageContaining("MiB are free now at " + file)
        .hasMessageContaining("removed");
    assertThat(BadLuck.pathsBelow(small)).isEmpty();
    assertThat(BadLuck.pathsBelow(directory.resolve("data"))).isEmpty();
    assertThat(BadLuck.pathsBelow(directory.resolve("fast"))).isEmpty();
  }

  @Test
  void ofTheDataDirectory() throws Exception {
    mount("1m");
    expectFull(RestoreOptions.into(small).acceptTablespaceLocations().build(), small + "/base/1");
  }

  @Test
  void ofATablespace() throws Exception {
    mount("1m");
    RestoreOptions.Builder options = RestoreOptions.into(directory.resolve("data"));
    expectFull(options.relocateTablespace("fast", small).build(), small + "/PG_17_202406281/2");
  }

  @Test
  void whileWalIsStaged() throws Exception {
    mount("8m");
    expectFull(
        RestoreOptions.into(small).acceptTablespaceLocations().build(),
        small + "/pg_wal/0000000100000000000000");
  }
}
