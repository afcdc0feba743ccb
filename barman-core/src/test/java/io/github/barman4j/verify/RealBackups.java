/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Backups of a real server, with their WAL, in an archive in memory. */
final class RealBackups implements AutoCloseable {

  private final Path work = FileTrees.createTemporary("verify");
  private final Path wal = work.resolve("wal");
  private final ArchiveInMemory archive = new ArchiveInMemory();
  private final PostgresServer server;

  RealBackups(int version) {
    server = PostgresServer.builder(version).archiveInto(wal).start();
    server.createTablespace("fast", work.resolve("fast"));
    server.execute(
        "CREATE TABLE t AS SELECT i, md5(i::text) AS m FROM generate_series(1, 20000) i",
        "CREATE TABLE far TABLESPACE fast AS SELECT * FROM t",
        "CREATE INDEX ON t (m)",
        "CREATE UNLOGGED TABLE light AS SELECT * FROM t",
        "VACUUM t",
        "CHECKPOINT");
  }

  PostgresServer server() {
    return server;
  }

  ArchiveInMemory archive() {
    return archive;
  }

  /** Backs up, and archives the WAL that came until then. */
  BackupInfo take(BackupOptions.Builder options) throws IOException {
    BackupInfo backup =
        new BaseBackup(archive.context())
            .run(
                BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
                options.fastCheckpoint().partSize(8 << 20).build());
    server.switchWal();
    archiveWal();
    return backup;
  }

  void archiveWal() throws IOException {
    WalArchive target = new WalArchive(archive.context(), WalOptions.builder().build());
    try (Stream<Path> files = Files.list(wal)) {
      List<Path> sorted = files.sorted().toList();
      sorted.forEach(target::archive);
    }
  }

  @Override
  public void close() {
    server.close();
    FileTrees.delete(work);
  }
}
