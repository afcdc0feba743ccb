/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupProgress;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ExternalCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups that fail, are cancelled or refused: what they leave, and what they leave alone. */
class FailedLocalBackupIT {

  @TempDir static Path shared;
  @TempDir Path directory;
  private static PostgresServer server;
  private LocalSite site;

  @BeforeAll
  static void startServer() throws IOException {
    Path link = shared.resolve("incoming");
    server =
        PostgresServer.builder(17)
            .archiveCommand("cp %p pg_wal/copying && mv pg_wal/copying " + link + "/%f")
            .start();
    server.execute(
        "CREATE TABLE filler AS SELECT g, repeat(md5(g::text), 30) FROM generate_series(1,20000) g",
        "CHECKPOINT");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** Has the server archive into the site of this test. */
  private LocalSite site(Path home) throws IOException {
    site = new LocalSite(home);
    Files.createDirectories(site.incoming());
    PostgresServer.ownedByServer(site.incoming());
    PostgresServer.ownedByServer(shared);
    Files.deleteIfExists(shared.resolve("incoming"));
    Files.createSymbolicLink(shared.resolve("incoming"), site.incoming());
    return site;
  }

  private BackupInfo backUp() {
    return site.backUp(server, LocalSite.linking().build());
  }

  private static void assertNotInBackupMode() {
    assertThat(
            server.queryLong(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"))
        .isZero();
  }

  private BackupInfo only(BackupStatus status) throws IOException {
    List<BackupInfo> found = new ArrayList<>();
    for (BackupId id : site.context().metadata().list()) {
      site.context().metadata().find(id).filter(i -> i.status() == status).ifPresent(found::add);
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aFullDiskLeavesAMarkAndTheBackupsBefore() throws Exception {
    Path mount = Files.createDirectory(directory.resolve("small"));
    assumeTrue(
        ExternalCommand.of(
                List.of("mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", mount.toString()))
            .succeeds(),
        "needs the right to mount a tmpfs");
    try {
      site(mount.resolve("home"));
      BackupInfo first = backUp();
      Map<String, String> before = site.fingerprint(first.id());
      Path large = server.dataDirectory().resolve("large");
      try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(600 << 20);
      }
      try {
        assertThatThrownBy(this::backUp)
            .isInstanceOf(BackupFailedException.class)
            .hasMessageContaining("No space left on device")
            .hasMessageContaining("large")
            .hasMessageContaining("MiB are free now");
      } finally {
        Files.delete(large);
      }
      BackupInfo failed = only(BackupStatus.FAILED);
      assertThat(failed.error().orElseThrow())
          .startsWith("failure copying files (")
          .contains("No space left");
      assertThat(site.data(failed)).isEmptyDirectory();
      assertThat(site.fingerprint(first.id())).isEqualTo(before);
      assertNotInBackupMode();

      BackupInfo next = backUp();
      assertThat(next.status()).isEqualTo(BackupStatus.DONE);
      assertThat(site.fingerprint(first.id())).isEqualTo(before);
    } finally {
      // The server's archiver may be putting a file there.
      Await.until(
          "unmounted",
          Duration.ofSeconds(20),
          ExternalCommand.of(List.of("umount", mount.toString()))::succeeds,
          mount::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTING", "COPYING", "STOPPING", "FINISHING"})
  void oneThatIsCancelledIsMarkedAndHoldsNothing(BackupPhase phase) throws Exception {
    site(directory.resolve("home"));
    CancellationToken token = new CancellationToken();
    BackupListener listener =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase next) {
            if (next == phase) {
              token.cancel();
            }
          }
        };
    LocalBackupOptions options = LocalSite.linking().listener(listener).cancellation(token).build();
    assertThatThrownBy(() -> site.backUp(server, options))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(only(BackupStatus.FAILED).error().orElseThrow()).contains("cancelled");
    assertNotInBackupMode();
    assertThat(backUp().status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void anInterruptEndsCopyingAndStaysSet() throws Exception {
    site(directory.resolve("home"));
    Thread runner = Thread.currentThread();
    BackupListener listener =
        new BackupListener() {
          @Override
          public void onProgress(BackupProgress progress) {
            runner.interrupt();
          }
        };
    LocalBackupOptions options =
        LocalSite.linking().listener(listener).bandwidthLimit(10 << 20).build();
    try {
      assertThatThrownBy(() -> site.backUp(server, options))
          .isInstanceOf(OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    only(BackupStatus.FAILED);
    assertNotInBackupMode();
  }

  @Test
  void anotherClusterIsRefusedBeforeAnythingIsWritten() throws Exception {
    site(directory.resolve("home"));
    BackupInfo backup = backUp();
    Files.delete(site.context().directory().identity());
    assertForeign(backup);
    Files.writeString(
        site.context().directory().identity(),
        "{\n    \"systemid\": \"123\",\n    \"version\": \"17\"\n}\n");
    assertThatThrownBy(this::backUp)
        .isInstanceOf(ForeignServerException.class)
        .hasMessageContaining("cluster 123");
  }

  private void assertForeign(BackupInfo backup) throws IOException {
    Map<String, String> before = site.fingerprint(backup.id());
    long entries = entries();
    try (PostgresServer other = PostgresServer.start(15)) {
      assertThatThrownBy(() -> site.backUp(other, LocalSite.linking().build()))
          .isInstanceOf(ForeignServerException.class)
          .hasMessageContaining(backup.systemIdentifier().orElseThrow().toString());
    }
    assertThat(entries()).isEqualTo(entries);
    assertThat(site.fingerprint(backup.id())).isEqualTo(before);
  }

  private long entries() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.count();
    }
  }

  @Test
  void aSecondOneAtTheSameTimeIsRefused() throws Exception {
    site(directory.resolve("home"));
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    BackupListener listener =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            if (phase == BackupPhase.COPYING) {
              refusal.set(org.assertj.core.api.Assertions.catchThrowable(() -> backUp()));
            }
          }
        };
    BackupInfo done = site.backUp(server, LocalSite.linking().listener(listener).build());
    assertThat(refusal.get()).isInstanceOf(ServerLockedException.class);
    assertThat(done.status()).isEqualTo(BackupStatus.DONE);
    assertThat(site.context().metadata().list()).containsExactly(done.id());
  }

  @Test
  void anIdThatIsTakenIsNeverUsedAgain() throws Exception {
    site(directory.resolve("home"));
    java.time.Clock clock = site.context().clock();
    List<BackupId> taken = new ArrayList<>();
    for (int second = 0; second < 4; second++) {
      BackupId id = BackupId.at(java.time.LocalDateTime.now(clock).plusSeconds(second));
      taken.add(id);
      if (second % 2 == 0) {
        Files.createDirectories(site.context().directory().backup(id));
      } else {
        Files.createDirectories(site.context().directory().meta());
        Files.createFile(site.context().directory().modernInfo(id));
      }
    }
    assertThatThrownBy(() -> new Promotion(site.context(), site.wal()).check(taken.get(0)))
        .isInstanceOf(io.github.barman4j.UnknownBackupException.class);
    BackupInfo backup = backUp();
    assertThat(taken).doesNotContain(backup.id());
    assertThat(backup.id()).isGreaterThan(taken.get(3));
  }

  @Test
  void theLimitOfBytesPerSecondHolds() throws Exception {
    site(directory.resolve("home"));
    AtomicLong fastest = new AtomicLong();
    BackupListener listener =
        new BackupListener() {
          @Override
          public void onProgress(BackupProgress progress) {
            fastest.set(progress.bytesPerSecond());
          }
        };
    long limit = 20 << 20;
    long begin = System.nanoTime();
    BackupInfo backup =
        site.backUp(server, LocalSite.linking().bandwidthLimit(limit).listener(listener).build());
    double seconds = (System.nanoTime() - begin) / 1e9;
    long size = (long) backup.find(io.github.barman4j.catalog.BackupField.SIZE).orElseThrow();
    assertThat(seconds).isGreaterThan(0.9 * size / limit);
    assertThat(fastest.get()).isPositive();
  }

  @Test
  void aTablespaceHasALimitOfItsOwn() throws Exception {
    site(directory.resolve("home"));
    try (PostgresServer other = PostgresServer.start(17)) {
      other.createTablespace("slow", directory.resolve("slow"));
      other.execute(
          "CREATE TABLE t TABLESPACE slow AS SELECT repeat(md5(g::text), 30) AS a"
              + " FROM generate_series(1, 32000) g",
          "CHECKPOINT");
      long size = other.queryLong("SELECT pg_tablespace_size('slow')");
      long limit = 8 << 20;
      LocalBackupOptions options =
          LocalSite.linking().tablespaceBandwidthLimit("slow", limit).build();
      long begin = System.nanoTime();
      site.backUp(other, options);
      assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(0.9 * size / limit);
    }
  }

  @Test
  void walFromBeforeTheFirstBackupIsRemovedOnlyWhenThatIsThere() throws Exception {
    site(directory.resolve("home"));
    String early = server.switchWal();
    site.wal();
    Path archived =
        site.context().directory().wals().resolve(early.substring(0, 16)).resolve(early);
    CancellationToken token = new CancellationToken();
    token.cancel();
    while (!Files.exists(archived)) {
      site.wal().archiveIncoming(new CancellationToken());
      Thread.sleep(50);
    }
    assertThatThrownBy(() -> site.backUp(server, LocalSite.linking().cancellation(token).build()))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(archived).exists();
    BackupInfo first = backUp();
    assertThat(archived).doesNotExist();
    assertThat(site.wal().catalogue().read(new CancellationToken()))
        .allSatisfy(
            line ->
                assertThat(line.name().toString())
                    .isGreaterThanOrEqualTo(first.beginWal().orElseThrow().toString()));
    String between = server.switchWal();
    backUp();
    assertThat(site.context().directory().wals().resolve(between.substring(0, 16)).resolve(between))
        .exists();
  }
}
