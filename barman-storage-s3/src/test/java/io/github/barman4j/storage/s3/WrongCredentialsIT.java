/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong secret: each operation says so, none takes it for an empty archive. */
class WrongCredentialsIT {

  private static final String WRONG = "not-the-secret-at-all";
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  @TempDir static Path shared;
  @TempDir private Path directory;
  private static S3Server s3;
  private static PostgresServer postgres;
  private static S3ObjectStore rightStore;
  private static S3ObjectStore wrongStore;
  private static ServerContext right;
  private static ServerContext wrong;

  @BeforeAll
  static void archiveOneBackup() throws IOException {
    s3 = S3Server.s3proxy();
    S3Options.Builder options =
        S3StoreFixture.options(s3, s3.createBucket()).property("object-tags", "false");
    rightStore = S3ObjectStore.create(options.build());
    wrongStore =
        S3ObjectStore.create(options.credentials(s3.accessKey(), Secret.of(WRONG)).build());
    right = new ServerContext(rightStore, "main", THREADS, Clock.systemDefaultZone());
    wrong = new ServerContext(wrongStore, "main", THREADS, Clock.systemDefaultZone());
    Path wal = shared.resolve("wal");
    postgres = PostgresServer.builder(17).walSegmentSize(1 << 20).archiveInto(wal).start();
    assertThat(backUp(right).status()).isEqualTo(BackupStatus.DONE);
    String last = postgres.switchWal();
    Await.until(
        "archived",
        Duration.ofSeconds(60),
        () -> postgres.queryString("SELECT last_archived_wal FROM pg_stat_archiver").equals(last),
        postgres::log);
    try (Stream<Path> files = Files.list(wal)) {
      files.sorted().forEach(wal(right)::archive);
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    postgres.close();
    rightStore.close();
    wrongStore.close();
    s3.close();
  }

  private static BackupInfo backUp(ServerContext context) {
    return new BaseBackup(context)
        .run(
            BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory()),
            BackupOptions.builder().fastCheckpoint().build());
  }

  private static WalArchive wal(ServerContext context) {
    return new WalArchive(context, WalOptions.builder().build());
  }

  private static Restore restore(ServerContext context) {
    return new Restore(context, new BackupCatalog(context), wal(context));
  }

  private static void expectDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StorageFailedException.class)
        .hasMessageNotContaining(WRONG)
        .satisfies(thrown -> assertThat(causes(thrown)).contains(StoreAccessDeniedException.class));
  }

  private static Stream<Class<?>> causes(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
        .map(Throwable::getClass);
  }

  @Test
  void archivingSaysSo() throws IOException {
    try (Stream<Path> files = Files.list(shared.resolve("wal"))) {
      Path segment = files.sorted().findFirst().orElseThrow();
      expectDenied(() -> wal(wrong).archive(segment));
      assertThat(segment).exists();
    }
  }

  @Test
  void fetchingSaysSoAndIsNotAbsence() throws IOException {
    Path to = directory.resolve("to");
    expectDenied(
        () ->
            wal(wrong)
                .fetch(
                    new BackupCatalog(right).list().backups().get(0).beginWal().orElseThrow(), to));
    assertThat(to).doesNotExist();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void listingSaysSoAndIsNotAnEmptyCatalog() {
    expectDenied(() -> new BackupCatalog(wrong).list());
    expectDenied(() -> wal(wrong).inventory());
    expectDenied(() -> wal(wrong).isEmpty());
  }

  @Test
  void backingUpSaysSoAndLeavesPostgresClean() {
    expectDenied(() -> backUp(wrong));
    String sessions =
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    Await.until(
        "no session left",
        Duration.ofSeconds(30),
        () -> postgres.queryLong(sessions) == 0,
        postgres::log);
    assertThat(new BackupCatalog(right).list().backups()).hasSize(1);
    assertThat(new BackupCatalog(right).running()).isEmpty();
  }

  @Test
  void restoringSaysSoAndLeavesNothing() throws IOException {
    expectDenied(() -> restore(wrong).plan(RecoveryTarget.latest()));
    RestorePlan plan = restore(right).plan(RecoveryTarget.latest());
    Path target = directory.resolve("data");
    expectDenied(() -> restore(wrong).execute(plan, RestoreOptions.into(target).build()));
    if (Files.exists(target)) {
      assertThat(target).isEmptyDirectory();
    }
  }
}
