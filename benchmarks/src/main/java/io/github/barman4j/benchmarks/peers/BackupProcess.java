/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.postgresql.ds.PGSimpleDataSource;

/** The process that is measured while it backs up. */
final class BackupProcess {

  private BackupProcess() {}

  /** Takes location, server name, JDBC URL, data directory and compression. */
  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(arguments[2]);
    BackupOptions options =
        BackupOptions.builder()
            .fastCheckpoint()
            .compression(Compression.parse(arguments[4]))
            .build();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ObjectStore store = ObjectStores.open(URI.create(arguments[0]))) {
      ServerContext context =
          new ServerContext(store, arguments[1], threads, Clock.system(ZoneId.systemDefault()));
      new BaseBackup(context)
          .run(BackupSource.dataDirectory(postgres, Path.of(arguments[3])), options);
    } finally {
      threads.shutdown();
    }
  }
}
