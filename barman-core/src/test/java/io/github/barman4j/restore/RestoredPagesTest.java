/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore says of data pages with a wrong checksum. */
class RestoredPagesTest {

  private static final int PAGE = 8192;

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("pages"), threads);

  @BeforeEach
  void aBackupWhoseSecondPageIsDamaged() throws IOException {
    byte[] pages = new byte[3 * PAGE];
    pages[PAGE + 15] = 0x20;
    backup.withChecksums("on").data(Compression.ZSTD, tar -> tar.file("base/5/16384", pages));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(directory.resolve("data"));
  }

  @Test
  void theResultNamesThem() {
    assertThat(backup.restore(options()).damagedPages()).containsExactly("block 1 of base/5/16384");
  }

  @Test
  void theRestoreFailsIfItIsTo() {
    assertThatThrownBy(() -> backup.restore(options().pageChecks(PageChecks.FAIL)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("block 1 of base/5/16384");
    assertThat(directory.resolve("data/base")).doesNotExist();
  }

  @Test
  void nothingIsSaidIfTheyAreNotLookedForOrTheClusterHasNone() {
    assertThat(backup.restore(options().pageChecks(PageChecks.NONE)).damagedPages()).isEmpty();
    RestoreOptions.Builder elsewhere = RestoreOptions.into(directory.resolve("elsewhere"));
    assertThat(backup.withChecksums("off").restore(elsewhere).damagedPages()).isEmpty();
  }
}
