/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup that is made while the server writes is the server, when it has been recovered. */
class BackupUnderLoadIT {

  private final Path work = FileTrees.createTemporary("backup-under-load");
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final MemoryObjectStore store = new MemoryObjectStore("backups");
  private final ServerContext context =
      new ServerContext(store, "main", executor, Clock.systemDefaultZone());

  @AfterEach
  void close() {
    executor.shutdownNow();
    FileTrees.delete(work);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void isRecoveredWithAllItsTablespaces(int version) throws Exception {
    Path archive = work.resolve("archive");
    try (PostgresServer server = PostgresServer.builder(version).archiveInto(archive).start()) {
      server.createTablespace("fast", work.resolve("fast"));
      server.createTablespace("empty", work.resolve("empty"));
      WriteLoad load = WriteLoad.start(server, "fast");
      BackupInfo backup =
          new BaseBackup(context)
              .run(
                  BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
                  BackupOptions.builder()
                      .name("under load")
                      .fastCheckpoint()
                      .workers(3)
                      .partSize(8 << 20)
                      .build());
      load.stop();
      server.switchWal();
      server.execute("CHECKPOINT");
      assertThat(backup.status()).isEqualTo(BackupStatus.DONE);
      assertThat(new Extraction(context).parts(backup.id())).hasSizeGreaterThan(5);
      String expected = load.digest(server);
      server.stop();
      assertRecovers(backup, version, archive, expected);
    }
  }

  private void assertRecovers(BackupInfo backup, int version, Path archive, String expected)
      throws Exception {
    Path target = work.resolve("restored");
    new Extraction(context).extract(backup, target);
    verify(version, target);
    PostgresServer.ownedByServer(target);
    try (PostgresServer restored =
        PostgresServer.builder(version)
            .dataDirectory(target)
            .noArchiving()
            .recoverWith("cp '" + archive + "/%f' %p")
            .start()) {
      restored.awaitPromotion(java.time.Duration.ofMinutes(1));
      assertThat(new WriteLoad(restored).digest(restored)).isEqualTo(expected);
    }
  }

  /** pg_verifybackup reads pg_control of its own version only, and there is none of 17 here. */
  private static void verify(int version, Path target) {
    if (version != 17) {
      PsqlTools tools = version == 18 ? PsqlTools.newest18() : PsqlTools.debian15();
      assertThat(Peers.require(tools).verifyBackup(target).orThrow().exitCode()).isZero();
    }
  }
}
