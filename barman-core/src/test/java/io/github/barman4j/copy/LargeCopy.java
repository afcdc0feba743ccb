/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.time.LocalDateTime;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Copies an archive of 100,000 WAL files; a program, so that it can be run with a small heap. */
final class LargeCopy {

  static final int BACKUPS = 100;
  static final int WAL_FILES = 100_000;

  private LargeCopy() {}

  /** Runs it and prints a line for each step. */
  public static void main(String[] arguments) {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Archive archive = new Archive();
      fill(archive);
      ServerContext given = archive.context();
      ServerContext source = new ServerContext(given.store(), "shop", pool, given.clock());
      MemoryObjectStore target = new MemoryObjectStore("target");
      run(new ArchiveCopy(source, new ServerContext(target, "shop", pool, given.clock())));
    } finally {
      pool.shutdownNow();
    }
  }

  private static void run(ArchiveCopy copy) {
    CopyPlan plan = copy.plan(CopySelection.everything());
    System.out.println("planned " + plan.backups().size() + " " + plan.objectsToCopy());
    System.out.println("printed " + plan.describe().lines().count());
    CopyResult first = copy.execute(plan, CopyOptions.defaults());
    System.out.println("copied " + first.copiedObjects());
    CopyResult again = copy.execute(copy.plan(plan.selection()), CopyOptions.defaults());
    System.out.println("again " + again.copiedObjects() + " " + again.presentObjects());
    System.out.println("heap " + (Runtime.getRuntime().maxMemory() >> 20));
  }

  private static void fill(Archive archive) {
    for (int i = 0; i < WAL_FILES; i++) {
      archive.wal(segment(i) + ".gz");
    }
    LocalDateTime end = LocalDateTime.of(2030, 6, 30, 12, 0);
    for (int i = 0; i < BACKUPS; i++) {
      String id = BackupId.at(end.minusDays(BACKUPS - i)).value();
      archive.put(Archive.done(id, segment(i * (WAL_FILES / BACKUPS))));
    }
  }

  private static String segment(int number) {
    Lsn lsn = new Lsn((number + 1L) * WalSegmentSize.DEFAULT.bytes());
    return WalSegmentName.at(TimelineId.of(1), lsn, WalSegmentSize.DEFAULT).toString();
  }
}
