/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreListener;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** A process that restores until a moment, says that it is reached, and waits to be killed. */
final class KilledRestore {

  /** One read finds the size of the segments out, one fetches the first. */
  private static final int SOME_WAL = 3;

  private KilledRestore() {}

  static ObjectStore open(Path root) throws IOException {
    Files.createDirectories(root);
    return FsObjectStore.open(FsOptions.at(root));
  }

  static ServerContext context(ObjectStore store, Executor executor) {
    return new ServerContext(store, "main", executor, Clock.systemDefaultZone());
  }

  static void restore(ObjectStore store, Executor executor, RestoreOptions options) {
    ServerContext context = context(store, executor);
    WalArchive wal = new WalArchive(context, WalOptions.builder().build());
    Restore restore = new Restore(context, new BackupCatalog(context), wal);
    restore.execute(restore.plan(RecoveryTarget.latest()), options);
  }

  /** Takes the store's directory, the target, the moment, and the file that says it is reached. */
  public static void main(String[] arguments) throws IOException {
    Moment moment = new Moment(arguments[2], Path.of(arguments[3]));
    try (FaultInjectingObjectStore store =
        new FaultInjectingObjectStore(open(Path.of(arguments[0])))) {
      if (moment.name().equals("wals")) {
        store.inject(moment.inTheMiddleOfTheWal());
      }
      restore(
          store,
          Executors.newFixedThreadPool(2),
          RestoreOptions.into(Path.of(arguments[1])).listener(moment).build());
    }
  }

  /** Stops at a phase, or where half of the parts, or some of the WAL, are restored. */
  private record Moment(String name, Path reached) implements RestoreListener {

    @Override
    public void phase(String phase) {
      if (phase.startsWith(name)) {
        stop();
      }
    }

    @Override
    public void progress(long bytesDone, long bytesTotal) {
      if (name.equals("progress") && bytesDone > bytesTotal / 2) {
        stop();
      }
    }

    Fault inTheMiddleOfTheWal() {
      Fault.Effect stopping =
          new Fault.Effect() {
            @Override
            public void before(String what) {
              stop();
            }
          };
      return new Fault(
          stopping, Set.of(StoreOperation.GET), key -> key.contains("/wals/"), SOME_WAL, 1);
    }

    private void stop() {
      try {
        Files.writeString(reached, name);
        new CountDownLatch(1).await();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
