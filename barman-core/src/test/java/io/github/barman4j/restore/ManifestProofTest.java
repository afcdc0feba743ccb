/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore proves its result by the manifest before PostgreSQL can start in it. */
class ManifestProofTest {

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final MemoryObjectStore store = new MemoryObjectStore("restore");
  private final HandMade backup = new HandMade(store, threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(directory.resolve("data"));
  }

  /** A manifest of files that each hold their own path. */
  private static byte[] manifest(ChecksumAlgorithm algorithm, String... paths) throws IOException {
    ManifestWriter writer =
        new ManifestWriter(
            new PostgresVersion(170005), SystemIdentifier.parse("7123456789012345678"), algorithm);
    for (String path : paths) {
      byte[] content = path.getBytes(UTF_8);
      Checksum sum = algorithm.start();
      sum.update(content, 0, content.length);
      writer.add(path, content.length, FileTime.fromMillis(0), sum.hex());
    }
    writer.finish(new TimelineId(1), Lsn.parse("0/3000000"), Lsn.parse("0/3000100"));
    try (InputStream text = writer.open()) {
      return text.readAllBytes();
    }
  }

  private void data(ChecksumAlgorithm algorithm, String... paths) throws IOException {
    byte[] manifest = manifest(algorithm, paths);
    backup.data(
        Compression.ZSTD, tar -> tar.file("base/1", "base/1").file("backup_manifest", manifest));
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "CRC32C", "SHA256"})
  void nothingIsLeftToProveWhereEveryFileIsAsTheManifestSays(ChecksumAlgorithm algorithm)
      throws IOException {
    data(algorithm, "base/1");
    assertThat(backup.restore(options()).unproved()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "CRC32C", "SHA256"})
  void aMissingFileIsAnErrorAndNothingStays(ChecksumAlgorithm algorithm) throws IOException {
    data(algorithm, "base/1", "base/2");
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/2 is missing");
    assertThat(directory.resolve("data/base")).doesNotExist();
  }

  @Test
  void theLastTarOfATablespaceIsMissed() throws IOException {
    String first = "pg_tblspc/16400/PG_17_202406281/5/1";
    String last = "pg_tblspc/16400/PG_17_202406281/5/2";
    data(ChecksumAlgorithm.CRC32C, "base/1", first, last);
    backup
        .tablespace("fast", 16400, directory.resolve("fast").toString())
        .part(
            new PartName("16400", 0, ""),
            Compression.NONE,
            tar -> tar.file(first.substring("pg_tblspc/16400/".length()), first));
    assertThatThrownBy(
            () ->
                backup.restore(
                    options().relocateTablespace("fast", directory.resolve("elsewhere"))))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(last + " is missing");
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32C", "SHA256"})
  void aChangedFileOfTheSameSizeIsAnError(ChecksumAlgorithm algorithm) throws IOException {
    byte[] manifest = manifest(algorithm, "base/1");
    backup.data(
        Compression.NONE, tar -> tar.file("base/1", "base/!").file("backup_manifest", manifest));
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/1 has another " + algorithm);
  }

  @Test
  void aFileOfAnotherSizeIsAnError() throws IOException {
    byte[] manifest = manifest(ChecksumAlgorithm.NONE, "base/1");
    backup.data(
        Compression.NONE, tar -> tar.file("base/1", "short").file("backup_manifest", manifest));
    assertThatThrownBy(() -> backup.restore(options()))
        .hasMessageContaining("base/1 has 5 bytes, not 6");
  }

  @Test
  void withoutAManifestTheResultSaysWhatIsNotProved() throws IOException {
    backup.data(Compression.NONE, tar -> tar.file("base/1", "base/1"));
    assertThat(backup.restore(options()).unproved())
        .singleElement()
        .asString()
        .contains("could not be proved: it has no backup_manifest");
  }

  @Test
  void everyLaterHistoryOfTheArchiveIsStagedSoThatNoTimelineIsTakenTwice() throws IOException {
    backup.data(Compression.NONE, tar -> {});
    for (String history : new String[] {"00000002.history", "00000003.history"}) {
      store.put(
          ObjectKey.of("main/wals/" + history),
          ObjectBody.of("1\t0/3000100\tno recovery target specified\n"),
          PutOptions.overwrite());
    }
    backup.room().execute(backup.plan(), options().build());
    assertThat(directory.resolve("data/pg_wal"))
        .isDirectoryContaining("glob:**/00000002.history")
        .isDirectoryContaining("glob:**/00000003.history");
    assertThat(directory.resolve("data/pg_wal/archive_status/00000003.history.done")).exists();
  }
}
