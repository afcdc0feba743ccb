/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Fills an archive with 1,000 backups and 100,000 WAL files and applies retention to it; a program,
 * so that it can be run with a small heap.
 */
final class LargeArchive {

  static final int BACKUPS = 1_000;
  static final int WAL_FILES = 100_000;
  private static final int WAL_PER_BACKUP = WAL_FILES / BACKUPS;

  private LargeArchive() {}

  /** Runs it and prints a line for each step. */
  public static void main(String[] arguments) {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Archive archive = new Archive();
      fill(archive);
      ServerContext context = archive.context();
      run(new ServerContext(context.store(), "shop", pool, context.clock()));
      System.out.println("left " + archive.backupIds().size() + " " + archive.walNames().size());
    } finally {
      pool.shutdownNow();
    }
  }

  private static void run(ServerContext context) {
    System.out.println("listed " + new BackupCatalog(context).list().backups().size());
    Retention retention = new Retention(context);
    RetentionPlan plan = retention.plan(RetentionPolicy.parse("RECOVERY WINDOW OF 100 DAYS"));
    try (Stream<PlannedDeletion> objects = retention.objects(plan)) {
      System.out.println("planned " + plan.deletedBackups().size() + " " + objects.count());
    }
    System.out.println("printed " + plan.describe().lines().count());
    RetentionResult result = retention.apply(plan);
    System.out.println(
        "deleted " + result.deletedBackups().size() + " " + result.deletedWalFiles());
    Runtime runtime = Runtime.getRuntime();
    System.out.println("heap " + (runtime.maxMemory() >> 20));
  }

  private static void fill(Archive archive) {
    LocalDateTime end = LocalDateTime.of(2030, 6, 30, 12, 0);
    for (int i = 0; i < WAL_FILES; i++) {
      archive.wal(segment(i) + ".gz");
    }
    for (int i = 0; i < BACKUPS; i++) {
      String id = BackupId.at(end.minusDays(BACKUPS - 1 - i)).value();
      archive.put(backup(id, segment(i * WAL_PER_BACKUP)));
      archive.put("shop/base/" + id + "/data_0001.tar.gz", "x");
    }
  }

  /** A backup with as much text as a real one. */
  private static BackupInfo backup(String id, String wal) {
    String label =
        String.format(
            Locale.ROOT,
            "START WAL LOCATION: %s (file %s)%nCHECKPOINT LOCATION: 0/0%nLABEL: %s%n",
            WalSegmentName.parse(wal).beginLsn(WalSegmentSize.DEFAULT),
            wal,
            "Barman backup cloud " + id);
    BackupInfo.Builder builder = Archive.done(id, wal).toBuilder();
    return builder
        .set(BackupField.BACKUP_LABEL, label)
        .set(BackupField.PGDATA, "/var/lib/postgresql/17/main")
        .set(BackupField.CONFIG_FILE, "/etc/postgresql/17/main/postgresql.conf")
        .build();
  }

  private static String segment(int number) {
    long position = (number + 1L) * WalSegmentSize.DEFAULT.bytes();
    Lsn lsn = new Lsn(position);
    return WalSegmentName.at(TimelineId.of(1), lsn, WalSegmentSize.DEFAULT).toString();
  }
}
