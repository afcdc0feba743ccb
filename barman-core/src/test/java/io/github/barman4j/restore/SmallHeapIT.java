/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files far larger than the heap are restored. */
class SmallHeapIT {

  private static final long GIBIBYTE = 1L << 30;
  private static final int CHUNK = 1 << 20;

  @TempDir private Path directory;

  @Test
  void twoGibibytesAreRestoredWithAHeapOf64Mebibytes() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            SmallHeapIT.class.getName(),
            directory.resolve("data").toString());
    try (ChildProcess child =
        ChildProcess.start(command, Map.of(), directory.resolve("child.log"))) {
      child.awaitExit(Duration.ofMinutes(5));
      assertThat(child.exitCode()).as(child.log()).isZero();
    }
    assertThat(directory.resolve("data/base/1")).hasSize(GIBIBYTE);
    assertThat(directory.resolve("data/base/2")).hasSize(GIBIBYTE);
  }

  /** Makes a backup in memory, which is small only because it is compressed, and restores it. */
  public static void main(String[] arguments) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    new HandMade(new MemoryObjectStore("large"), threads)
        .data(Compression.ZSTD, tar -> zeros(tar, "base/1"))
        .part(new PartName("data", 1, ".zst"), Compression.ZSTD, tar -> zeros(tar, "base/2"))
        .restore(RestoreOptions.into(Path.of(arguments[0])));
    threads.shutdown();
  }

  private static void zeros(HandMade.Tar tar, String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(GIBIBYTE);
    tar.out().putArchiveEntry(entry);
    byte[] chunk = new byte[CHUNK];
    for (long written = 0; written < GIBIBYTE; written += CHUNK) {
      tar.out().write(chunk);
    }
    tar.out().closeArchiveEntry();
  }
}
