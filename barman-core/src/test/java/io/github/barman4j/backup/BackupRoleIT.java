/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.docs.Documentation;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The role that the documentation tells to create. */
class BackupRoleIT {

  private final Path work = FileTrees.createTemporary("backup-role");
  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  @AfterEach
  void close() {
    executor.shutdownNow();
    FileTrees.delete(work);
  }

  @ParameterizedTest
  @CsvSource({"18, 0", "15, 0", "13, 1"})
  void theDocumentedGrantsAreAllThatABackupNeeds(int version, int block) throws Exception {
    String grants = Documentation.of("docs/postgresql.md").blocks("sql").get(block);
    try (PostgresServer server =
        PostgresServer.builder(version).archiveInto(work.resolve("archive")).start()) {
      server.execute(grants.split(";\\s*"));
      BackupInfo backup = backUp(server);
      assertThat(backup.status()).isEqualTo(BackupStatus.DONE);
      String point = "SELECT count(*) FROM pg_ls_waldir() WHERE name > '%s'";
      assertThat(server.queryLong(point.formatted(backup.endWal().orElseThrow()))).isPositive();
    }
  }

  private BackupInfo backUp(PostgresServer server) throws Exception {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl());
    source.setUser("backup");
    ServerContext context =
        new ServerContext(
            new MemoryObjectStore("backups"), "main", executor, Clock.systemDefaultZone());
    BackupOptions options = BackupOptions.builder().fastCheckpoint().build();
    return new BaseBackup(context)
        .run(BackupSource.dataDirectory(source, server.dataDirectory()), options);
  }
}
