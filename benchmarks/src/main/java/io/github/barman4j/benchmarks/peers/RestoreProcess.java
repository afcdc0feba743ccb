/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreDurability;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.restore.WalDelivery;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The process that is measured while it plans and executes a restore. */
final class RestoreProcess {

  private RestoreProcess() {}

  /**
   * Takes location, server name, backup id, the directory to restore into, and the name of a {@link
   * RestoreDurability}.
   */
  public static void main(String[] arguments) throws Exception {
    RestoreRequest request =
        RestoreRequest.to(RecoveryTarget.immediate()).from(BackupId.of(arguments[2]));
    // Barman restores no WAL either.
    RestoreOptions options =
        RestoreOptions.into(Path.of(arguments[3]))
            .durability(RestoreDurability.valueOf(arguments[4]))
            .walDelivery(WalDelivery.restoreCommand("fetch %f %p"))
            .build();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ObjectStore store = ObjectStores.open(URI.create(arguments[0]))) {
      Restore restore =
          restore(
              new ServerContext(
                  store, arguments[1], threads, Clock.system(ZoneId.systemDefault())));
      restore.execute(restore.plan(request), options);
    } finally {
      threads.shutdown();
    }
  }

  private static Restore restore(ServerContext context) {
    WalArchive wal = new WalArchive(context, WalOptions.defaults());
    return new Restore(context, new BackupCatalog(context), wal);
  }
}
