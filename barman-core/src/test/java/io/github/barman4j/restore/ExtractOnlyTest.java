/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup is extracted without a recovery being made of it. */
class ExtractOnlyTest {

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("restore"), threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Path target() {
    return directory.resolve("data");
  }

  private RestoreOptions options() {
    return RestoreOptions.into(target()).build();
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "FAILED", "STARTED"})
  void theFilesAreThereAndNothingThatMakesARecovery(BackupStatus status) throws IOException {
    backup.data(Compression.ZSTD, tar -> tar.file("postgresql.auto.conf", "work_mem = '4MB'\n"));
    RestoreResult result = backup.extract(status, options());
    assertThat(result.files()).isEqualTo(3);
    assertThat(result.walSegments()).isZero();
    assertThat(target().resolve("postgresql.auto.conf")).hasContent("work_mem = '4MB'\n");
    assertThat(target().resolve("recovery.signal")).doesNotExist();
    assertThat(target().resolve("global/pg_control")).hasContent("control");
    assertThat(target().resolve("backup_label")).exists();
    assertThat(target().resolve("pg_wal")).isDirectory();
  }

  @Test
  void tablespacesAreLinkedToWhereTheyGo() throws IOException {
    Path location = directory.resolve("spc");
    backup
        .tablespace("spc", 16400, "/original")
        .data(Compression.NONE, tar -> {})
        .part(new PartName("16400", 0, ""), Compression.NONE, tar -> tar.file("PG_17/1", "x"));
    backup.extract(
        BackupStatus.DONE,
        RestoreOptions.into(target()).relocateTablespace("spc", location).build());
    assertThat(location.resolve("PG_17/1")).hasContent("x");
    assertThat(Files.readSymbolicLink(target().resolve("pg_tblspc/16400"))).isEqualTo(location);
  }

  @Test
  void nothingGoesOverWhatIsThere() throws IOException {
    backup.data(Compression.NONE, tar -> {});
    Files.createDirectories(target());
    Files.writeString(target().resolve("mine"), "mine");
    assertThatThrownBy(() -> backup.extract(BackupStatus.DONE, options()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is not empty");
    assertThat(target()).isDirectoryContaining("glob:**/mine");
  }

  @Test
  void aMissingPartIsSaidBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> backup.extract(BackupStatus.FAILED, options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("has no data.tar");
    assertThat(target()).doesNotExist();
  }

  @Test
  void aDamagedPartLeavesNothing() throws IOException {
    backup.data(Compression.NONE, tar -> {}).object(new PartName("data", 1, ".zst"), new byte[99]);
    assertThatThrownBy(() -> backup.extract(BackupStatus.DONE, options()))
        .isInstanceOf(CorruptArchiveException.class);
    assertThat(target()).isEmptyDirectory();
  }

  @Test
  void aCancelledOneLeavesNothing() throws IOException {
    CancellationToken token = new CancellationToken();
    token.cancel();
    backup.data(Compression.NONE, tar -> tar.file("base/1", "one"));
    RestoreOptions options = RestoreOptions.into(target()).cancellation(token).build();
    assertThatThrownBy(() -> backup.extract(BackupStatus.DONE, options))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(target()).isEmptyDirectory();
  }

  @Test
  void anUnknownBackupIsSaidToBeUnknown() {
    assertThatThrownBy(() -> backup.room().extract(HandMade.ID, options()))
        .isInstanceOf(UnknownBackupException.class);
  }
}
