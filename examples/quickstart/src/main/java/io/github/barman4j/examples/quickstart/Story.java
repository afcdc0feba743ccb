/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoredArchiving;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What happens, step by step. */
final class Story {

  private static final int MAJOR = 18;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String RESTORE_POINT = "before_the_disaster";

  private final Narrator narrator;
  private final ArchiveHome home;
  private final BarmanServer archive;
  private final Path folder;
  private final Path spool;

  Story(Narrator narrator, ArchiveHome home, Path folder) throws Exception {
    this.narrator = narrator;
    this.home = home;
    this.archive = home.barman().server("shop");
    this.folder = folder;
    this.spool = Files.createDirectories(folder.resolve("spool"));
  }

  void tell() throws Exception {
    narrator.step("Start PostgreSQL " + MAJOR + ", archiving its WAL into " + home.description());
    try (WalShipper shipper = new WalShipper(spool, archive.wal())) {
      String before;
      try (PostgresServer server = startPrimary()) {
        before = livesUntilTheDisaster(server);
      }
      recover(before);
      narrator.say(shipper.count() + " WAL files have been archived in all");
    }
    narrator.step("What the archive holds now");
    narrator.say(ArchivePicture.of(archive, home.barman().store().location()));
  }

  private PostgresServer startPrimary() {
    PostgresServer.ownedByServer(spool);
    PostgresServer server =
        PostgresServer.builder(MAJOR)
            .dataDirectory(folder.resolve("primary"))
            .archiveCommand(WalShipper.archiveCommand(spool))
            .start();
    narrator.say(server.queryString("SELECT version()"));
    return server;
  }

  private String livesUntilTheDisaster(PostgresServer server) throws Exception {
    narrator.step("Fill a table");
    Orders.create(server);
    narrator.say(Orders.state(server));
    narrator.step("Take a base backup of the quiet server");
    narrator.say(describe(backUp(server, "nightly")));
    backUpWhileBusy(server);

    narrator.step("More orders, then a restore point named " + RESTORE_POINT);
    Orders.add(server, 1_234);
    String before = Orders.state(server);
    narrator.say(before);
    server.execute("SELECT pg_create_restore_point('" + RESTORE_POINT + "')");

    narrator.step("Disaster: DROP TABLE orders");
    server.execute("DROP TABLE orders");
    narrator.say(
        "orders exists: " + server.queryString("SELECT to_regclass('orders') IS NOT NULL"));
    archiveAll(server);
    return before;
  }

  private static void archiveAll(PostgresServer server) throws InterruptedException {
    String segment = server.switchWal();
    String archived = "SELECT count(*) FROM pg_stat_archiver WHERE last_archived_wal >= '";
    while (server.queryLong(archived + segment + "'") == 0) {
      Thread.sleep(50);
    }
  }

  private void backUpWhileBusy(PostgresServer server) throws Exception {
    narrator.step("Take another while orders come in");
    try (Orders.BusyShop shop = new Orders.BusyShop(server)) {
      BackupInfo backup = backUp(server, "before-upgrade");
      narrator.say(shop.count() + " orders came in meanwhile");
      narrator.say(describe(backup));
      narrator.say(archive.verify(backup.id()).describe());
    }
  }

  private BackupInfo backUp(PostgresServer server, String name) {
    BackupOptions options =
        BackupOptions.builder().name(name).fastCheckpoint().listener(new Phases()).build();
    return archive.backup(
        BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()), options);
  }

  private final class Phases implements BackupListener {
    @Override
    public void onPhase(BackupPhase phase) {
      narrator.say("… " + phase);
    }
  }

  private String describe(BackupInfo backup) {
    return String.format(
        Locale.ROOT,
        "backup %s is %s, %d KiB in the store, WAL %s to %s",
        backup.id(),
        backup.status(),
        archive.backups().size(backup.id()) >> 10,
        backup.beginWal().orElseThrow(),
        backup.endWal().orElseThrow());
  }

  private void recover(String before) throws Exception {
    narrator.step("Plan the recovery to restore point " + RESTORE_POINT);
    RestorePlan plan = archive.restore().plan(RecoveryTarget.restorePoint(RESTORE_POINT));
    narrator.say(plan.describe());

    narrator.step("Restore into a new directory and start PostgreSQL there");
    Path recovered = folder.resolve("recovered");
    // It takes the old one's place, so it archives on, on its new timeline.
    RestoreOptions options =
        RestoreOptions.into(recovered).archiving(RestoredArchiving.AS_IN_BACKUP).build();
    archive.restore().execute(plan, options);
    try (PostgresServer server = PostgresServer.builder(MAJOR).dataDirectory(recovered).start()) {
      server.awaitPromotion(PATIENCE);
      prove(before, Orders.state(server));
      tidyUp(server);
    }
  }

  private void prove(String before, String after) {
    narrator.step("Ask for the orders");
    narrator.say("before the disaster: " + before);
    narrator.say("after the recovery:  " + after);
    if (!after.equals(before)) {
      throw new IllegalStateException("The recovered data differ");
    }
    narrator.say("The data is back.");
  }

  private void tidyUp(PostgresServer server) throws Exception {
    narrator.step("Back up the recovered server, then keep two backups: REDUNDANCY 2");
    narrator.say(describe(backUp(server, "after-recovery")));
    RetentionPlan plan = archive.retention().plan(RetentionPolicy.parse("REDUNDANCY 2"));
    narrator.say(plan.describe());
    archive.retention().apply(plan);
    archiveAll(server);
  }
}
