/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that lie on a Barman server are sent on whole or not at all. */
class RelayIT {

  @TempDir static Path folder;

  private static final ExecutorService EXECUTOR = Executors.newFixedThreadPool(4);
  private static final ServerLayout LAYOUT = new ServerLayout("main");
  private static BackupInfo backup;

  private final FaultInjectingObjectStore store =
      new FaultInjectingObjectStore(new MemoryObjectStore("relayed"));

  /** Lays a backup out as Barman does. */
  @BeforeAll
  static void takeBackup() throws IOException {
    ServerContext context = context(new MemoryObjectStore("taken"));
    try (PostgresServer server = PostgresServer.start(15)) {
      backup =
          new BaseBackup(context)
              .run(
                  BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
                  BackupOptions.builder().fastCheckpoint().build());
    }
    new Extraction(context).extract(backup, folder.resolve("data"));
    Files.createSymbolicLink(folder.resolve("data/pg_tblspc/999"), Path.of("/nowhere"));
    writeInfo(backup);
  }

  private static void writeInfo(BackupInfo info) throws IOException {
    Files.writeString(
        folder.resolve("backup.info"), InfoFile.format(info, InfoFile.Profile.MODERN));
  }

  @AfterAll
  static void stop() {
    EXECUTOR.shutdownNow();
  }

  private static ServerContext context(ObjectStore store) {
    return new ServerContext(store, "main", EXECUTOR, Clock.systemDefaultZone());
  }

  private static BarmanDirectory source() {
    return new BarmanDirectory(backup.id(), folder, folder.resolve("backup.info"));
  }

  private BackupInfo relay(BackupOptions.Builder options) {
    return new BaseBackup(context(store)).relay(source(), options.build());
  }

  private static BackupOptions.Builder options() {
    return BackupOptions.builder().partSize(5 << 20);
  }

  private List<String> keys() {
    return ObjectStores.walk(store, ListRequest.prefix("main/base/"))
        .map(object -> object.key().lastName())
        .toList();
  }

  @Test
  void theBackupIsThereWithItsInfoByteForByteAndSendingItAgainDoesNothing() throws IOException {
    assertThat(relay(options()).id()).isEqualTo(backup.id());
    assertThat(ObjectStores.read(store, LAYOUT.backupInfo(backup.id()), InfoFile.MAX_BYTES))
        .isEqualTo(RelayedInfo.of(backup.id(), Files.readAllBytes(folder.resolve("backup.info"))));
    assertThat(keys()).hasSizeGreaterThan(4);
    long puts = store.count(StoreOperation.PUT);
    relay(options().compression(Compression.GZIP));
    assertThat(store.count(StoreOperation.PUT)).isEqualTo(puts);
    Path copy = folder.resolveSibling(folder.getFileName() + "-copy");
    new Extraction(context(store)).extract(backup, copy);
    assertThat(copy.resolve("base/1")).isNotEmptyDirectory();
    assertThat(copy.resolve("global/pg_control"))
        .hasSameBinaryContentAs(folder.resolve("data/global/pg_control"));
    assertThat(copy.resolve("backup_label"))
        .hasSameBinaryContentAs(folder.resolve("data/backup_label"));
  }

  @Test
  void aFailureLeavesNothing() {
    store.inject(Fault.unavailable().on(StoreOperation.PUT).keys(key -> key.contains("_0002")));
    assertThatThrownBy(() -> relay(options()))
        .isInstanceOf(BackupFailedException.class)
        .hasMessageContaining("copying files");
    assertThat(keys()).isEmpty();
    store.heal();
    relay(options());
    assertThat(keys()).contains("backup.info", "data.tar.zst");
  }

  @Test
  void aCancelledOneLeavesNothing() {
    CancellationToken token = new CancellationToken();
    BackupListener cancelling =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            if (phase == BackupPhase.PUBLISHING) {
              token.cancel();
            }
          }
        };
    assertThatThrownBy(() -> relay(options().listener(cancelling).cancellation(token)))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(keys()).isEmpty();
  }

  @Test
  void whatAnEarlierAttemptLeftDoesNotMixIn() throws IOException {
    PartName left = new PartName(PartName.DATA, 0, ".zst");
    store.put(LAYOUT.part(backup.id(), left), ObjectBody.of("left"), PutOptions.overwrite());
    relay(options().compression(Compression.GZIP));
    assertThat(keys()).contains("data.tar.gz").doesNotContain("data.tar.zst");
  }

  @Test
  void anotherBackupWithTheIdStays() throws IOException {
    store.put(LAYOUT.backupInfo(backup.id()), ObjectBody.of("other"), PutOptions.overwrite());
    assertThatThrownBy(() -> relay(options()))
        .isInstanceOf(BackupFailedException.class)
        .hasMessageContaining("another backup with this id");
    assertThat(keys()).containsExactly("backup.info");
  }

  @Test
  void oneThatBarmanCompressedIsRefused() throws IOException {
    writeInfo(backup.toBuilder().set(BackupField.COMPRESSION, "gzip").build());
    try {
      assertThatThrownBy(() -> relay(options()))
          .isInstanceOf(UnsupportedFormatException.class)
          .hasMessageContaining("gzip");
    } finally {
      writeInfo(backup);
    }
  }

  @Test
  void anArchiveOfAnotherClusterIsLeftAlone() throws IOException {
    store.put(LAYOUT.owner(), ObjectBody.of("4711\n"), PutOptions.overwrite());
    assertThatThrownBy(() -> relay(options())).isInstanceOf(ForeignServerException.class);
    assertThat(keys()).isEmpty();
  }
}
