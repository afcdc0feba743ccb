/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.cnpg.ObjectStoreResource;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.SecretResolver;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.copy.CopyOptions;
import io.github.barman4j.copy.CopyPlan;
import io.github.barman4j.copy.CopyResult;
import io.github.barman4j.copy.CopySelection;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RecoveryTargetAction;
import io.github.barman4j.restore.RecoveryTimeline;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.restore.WalDelivery;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.ProbeReport;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalArchiver;
import io.github.barman4j.wal.WalFetcher;
import io.github.barman4j.wal.WalFetcherOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The Java of the documentation: each block there is between two marks here. */
final class Snippets {

  /** What an application brings along. */
  record Given(
      DataSource dataSource,
      Path pgData,
      Path walFile,
      Instant beforeTheMistake,
      Path newDataDirectory) {}

  private Snippets() {}

  static void readme(Given given) {
    DataSource dataSource = given.dataSource();
    Path pgData = given.pgData();
    Path walFile = given.walFile();
    Instant beforeTheMistake = given.beforeTheMistake();
    Path newDataDirectory = given.newDataDirectory();
    // begin
    try (Barman barman = Barman.open(URI.create("s3://backups/prod?region=eu-west-1"))) {
      BarmanServer server = barman.server("orders-db");
      server.wal().archive(walFile); // for every file that archive_command hands over
      BackupSource source = BackupSource.dataDirectory(dataSource, pgData);
      BackupInfo backup = server.backup(source, BackupOptions.builder().name("nightly").build());

      RestorePlan plan = server.restore().plan(RecoveryTarget.time(beforeTheMistake));
      server.restore().execute(plan, RestoreOptions.into(newDataDirectory).build());

      RetentionPolicy policy = RetentionPolicy.parse("RECOVERY WINDOW OF 7 DAYS");
      server.retention().apply(server.retention().plan(policy));
    }
    // end
  }

  static final class WalShipping {
    // begin
    static void ship(Path spool, WalArchive archive) throws IOException {
      try (Stream<Path> files = Files.list(spool)) {
        for (Path file : files.filter(WalShipping::isWhole).sorted().toList()) {
          archive.archive(file);
          Files.delete(file);
        }
      }
    }

    static boolean isWhole(Path file) {
      return WalFileName.find(file.getFileName().toString()).isPresent();
    }
    // end
  }

  static void archiveAhead(BarmanServer server, BlockingQueue<Path> requests)
      throws InterruptedException {
    // begin
    try (WalArchiver archiver = server.walArchiver()) {
      while (true) {
        Path walFile = requests.take(); // what archive_command was called with, as absolute path
        archiver.archive(walFile); // returns: tell archive_command to succeed; throws: to fail
      }
    }
    // end
  }

  static final class ArchiveWal {
    // begin
    public static void main(String[] arguments) {
      try (Barman barman = Barman.open(URI.create(arguments[0]))) {
        barman.server(arguments[1]).wal().archive(Path.of(arguments[2]));
      }
    }
    // end
  }

  static void plan(BarmanServer server) {
    // begin
    Instant time = Instant.parse("2031-05-06T10:15:00Z");
    RestorePlan plan = server.restore().plan(RecoveryTarget.time(time));
    System.out.print(plan.describe());
    // end
  }

  static void planAlong(BarmanServer server) {
    // begin
    RestoreRequest request =
        RestoreRequest.to(RecoveryTarget.latest())
            .along(RecoveryTimeline.of(TimelineId.of(2)))
            .from(BackupId.of("20310506T070809"));
    RestorePlan plan = server.restore().plan(request);
    // end
  }

  static void execute(BarmanServer server, RestorePlan plan) {
    // begin
    RestoreOptions options =
        RestoreOptions.into(Path.of("/srv/pg/restored"))
            .relocateTablespace("fast", Path.of("/nvme/restored"))
            .targetAction(RecoveryTargetAction.PROMOTE)
            .build();
    RestoreResult result = server.restore().execute(plan, options);
    // end
  }

  static void restoreCommand() {
    // begin
    RestoreOptions options =
        RestoreOptions.into(Path.of("/srv/pg/restored"))
            .walDelivery(WalDelivery.restoreCommand("/usr/local/bin/fetch-wal %f \"%p\""))
            .build();
    // end
  }

  static void verify(BarmanServer server, BackupInfo backup) {
    // begin
    VerificationReport report = server.verify(backup.id());
    if (!report.isSound()) {
      System.err.print(report.describe());
    }
    // end
  }

  static final class FetchWal {
    // begin
    static int fetch(WalArchive archive, String name, Path destination) {
      try {
        return archive.fetch(WalFileName.parse(name), destination).isPresent() ? 0 : 1;
      } catch (BarmanException e) {
        System.err.println(e.getMessage());
        return 126;
      }
    }
    // end
  }

  static void fetchAhead(BarmanServer server, String name, Path destination) {
    // begin
    Path spool = Path.of("/srv/pg/wal-spool");
    try (WalFetcher fetcher = server.walFetcher(WalFetcherOptions.spoolingIn(spool).build())) {
      fetcher.fetch(WalFileName.parse(name), destination); // for every request of restore_command
    }
    // end
  }

  static void probe(ObjectStore store) throws IOException {
    // begin
    ProbeReport report = ObjectStores.probe(store);
    System.out.print(report.describe());
    if (!report.isUsable()) {
      System.err.println("Do not keep backups here yet.");
    }
    // end
  }

  static void copy(Barman here, Barman there) {
    // begin
    BarmanServer orders = here.server("orders-db");
    ArchiveCopy copy = orders.copyTo(there.server("orders-db"));
    CopyPlan plan = copy.plan(CopySelection.everything());
    System.out.print(plan.describe());
    CopyResult result = copy.execute(plan, CopyOptions.builder().workers(8).build());
    // end
  }

  static void objectStore(BackupSource source) throws IOException {
    // begin
    ObjectStoreResource resource = ObjectStoreResource.read(Path.of("/etc/barman/store.yaml"));
    SecretResolver secrets = SecretResolver.mounted(Path.of("/etc/barman/secrets"));
    ObjectStoreSettings settings = ObjectStoreSettings.of(resource);
    settings.unsupported().forEach(System.err::println);
    try (Barman barman = Barman.open(resource, secrets)) {
      BarmanServer orders = barman.server("orders");
      orders.backup(source, settings.backupOptions());
      settings.retentionPolicy().map(orders.retention()::plan).ifPresent(orders.retention()::apply);
    }
    // end
  }
}
