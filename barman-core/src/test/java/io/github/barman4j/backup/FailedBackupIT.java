/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.Barman;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** However a backup ends early: PostgreSQL is left clean, and the store has only the reason. */
class FailedBackupIT {

  private static final String SERVER = "main";
  private static PostgresServer postgres;

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final FaultInjectingObjectStore store =
      new FaultInjectingObjectStore(new MemoryObjectStore("backups-" + UUID.randomUUID()));
  private final ServerContext context =
      new ServerContext(store, SERVER, executor, Clock.systemDefaultZone());
  private final ServerLayout layout = new ServerLayout(SERVER);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private final CancellationToken token = new CancellationToken();

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(15);
    postgres.execute("CREATE TABLE t AS SELECT i, md5(i::text) FROM generate_series(1, 20000) i");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @AfterEach
  void close() {
    assertThat(Thread.interrupted()).as("left interrupted").isFalse();
    executor.shutdownNow();
  }

  @Test
  void theStoreRefusingAPartFailsTheBackup() {
    store.inject(Fault.unavailable().on(StoreOperation.PUT).keys(k -> k.contains("data_0002")));
    assertFails("copying files", "503");
  }

  @Test
  void aConnectionToTheStoreThatBreaksInAPartFailsTheBackup() {
    store.inject(Fault.breakPutAfter(100_000).keys(k -> k.contains("data.tar")));
    assertFails("copying files", "connection reset");
  }

  @Test
  void theStoreRefusingTheLastPartFailsTheBackup() {
    BackupListener refusing =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            if (phase == BackupPhase.FINISHING) {
              store.inject(
                  Fault.accessDenied().on(StoreOperation.PUT).keys(k -> k.contains("data")));
            }
          }
        };
    assertFails(refusing, "writing the last part", "403");
  }

  @Test
  void theStoreRefusingBackupInfoOnceFailsTheBackup() {
    store.inject(
        Fault.unavailable().on(StoreOperation.PUT).keys(k -> k.endsWith("backup.info")).times(1));
    assertFails("writing backup.info", "503");
  }

  @Test
  void aLostAnswerToBackupInfoIsNoFailure() {
    store.inject(Fault.loseResponse().keys(k -> k.endsWith("backup.info")));
    assertThat(backUp(options(new BackupListener() {})).status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void partsAreKeptWhenNobodyKnowsWhetherTheBackupIsVisible() {
    store.inject(Fault.loseRequest().keys(k -> k.endsWith("backup.info")));
    assertThatThrownBy(() -> backUp(options(new BackupListener() {})))
        .isInstanceOf(BackupFailedException.class);
    assertThat(keys("base/")).isNotEmpty().noneMatch(k -> k.endsWith("backup.info"));
  }

  @Test
  void partsAreKeptWhenTheStoreCannotBeAskedWhetherTheBackupIsVisible() {
    store.inject(Fault.loseResponse().keys(k -> k.endsWith("backup.info")));
    store.inject(
        Fault.unavailable().on(StoreOperation.GET).keys(k -> k.endsWith("backup.info")).times(1));
    assertThatThrownBy(() -> backUp(options(new BackupListener() {})))
        .isInstanceOf(BackupFailedException.class)
        .hasCauseInstanceOf(WriteOutcomeUnknownException.class);
    assertThat(new BackupCatalog(context).list().backups())
        .extracting(BackupInfo::status)
        .containsExactly(BackupStatus.DONE);
    assertThat(keys("base/")).anyMatch(k -> k.endsWith("/data.tar.zst"));
  }

  /** A store that lists what was some time ago: the backup looked for a free id for ever. */
  @Test
  void idsThatAreAllTakenFailTheBackup() {
    Fault.Effect taken =
        new Fault.Effect() {
          @Override
          public void before(String what) throws ObjectAlreadyExistsException {
            throw new ObjectAlreadyExistsException(what + "412", null);
          }
        };
    store.inject(
        new Fault(
            taken,
            Set.of(StoreOperation.PUT),
            key -> key.contains("/running/"),
            1,
            Integer.MAX_VALUE));
    assertThatThrownBy(() -> backUp(options(new BackupListener() {})))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("Does it list what was just written?");
  }

  @Test
  void aStoreThatHangsIsLeftByCancelling() {
    store.inject(Fault.hang().on(StoreOperation.PUT).keys(k -> k.contains("data_0001")));
    Thread canceller = new Thread(this::cancelSoon);
    canceller.start();
    assertCancelled(new BackupListener() {});
  }

  private void cancelSoon() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    token.cancel();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"CONNECTING", "WAITING_FOR_WAL"},
      mode = EnumSource.Mode.EXCLUDE)
  void isCancelledInEachPhase(BackupPhase phase) {
    assertCancelled(on(phase, token::cancel));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"CONNECTING", "WAITING_FOR_WAL"},
      mode = EnumSource.Mode.EXCLUDE)
  void isInterruptedInEachPhase(BackupPhase phase) {
    Thread runner = Thread.currentThread();
    assertCancelled(on(phase, runner::interrupt), () -> assertThat(Thread.interrupted()).isTrue());
  }

  @Test
  void aConnectionThatIsCutFailsTheBackup() {
    String cut =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    BackupListener cutting =
        on(BackupPhase.COPYING, () -> assertThat(postgres.queryLong(cut)).isEqualTo(1));
    assertFails(cutting, "", "");
  }

  @Test
  void aDataDirectoryThatVanishesFailsTheBackup() throws IOException {
    Path data = postgres.dataDirectory();
    Path away = data.resolveSibling("away");
    // The server does not notice: it works in its directory whatever that is called.
    BackupListener moving = on(BackupPhase.COPYING, () -> move(data, away));
    try {
      assertThatThrownBy(() -> backUp(options(moving)))
          .isInstanceOf(BackupFailedException.class)
          .hasMessageContaining("is not there");
    } finally {
      move(away, data);
    }
    assertOnlyTheReasonIsLeft();
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theDataDirectoryOfAnotherServerIsRefused() {
    try (PostgresServer other = PostgresServer.start(15)) {
      assertThatThrownBy(
              () ->
                  new BaseBackup(context)
                      .run(
                          BackupSource.dataDirectory(postgres.dataSource(), other.dataDirectory()),
                          options(new BackupListener() {})))
          .isInstanceOf(BackupFailedException.class)
          .hasMessageContaining("is not the data directory of the server");
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void anotherClusterIsRefused() {
    backUp(options(new BackupListener() {}));
    List<String> before = keys("");
    try (PostgresServer other = PostgresServer.start(15)) {
      BackupSource source = BackupSource.dataDirectory(other.dataSource(), other.dataDirectory());
      assertThatThrownBy(
              () -> new BaseBackup(context).run(source, options(new BackupListener() {})))
          .isInstanceOf(ForeignServerException.class);
    }
    assertThat(keys("")).isEqualTo(before);
  }

  @Test
  void walThatDoesNotArriveLeavesTheBackupDoneButNotRecoverable() {
    BackupOptions waiting =
        options(new BackupListener() {}).toBuilder().waitForWal(Duration.ofSeconds(1)).build();
    BackupResult result = take(waiting);
    assertThat(result.isRecoverable()).isFalse();
    assertThat(result.firstMissing()).isEqualTo(result.info().beginWal());
    assertThat(onlyInfo().status()).isEqualTo(BackupStatus.DONE);
    assertThat(keys("barman4j/running/")).isEmpty();
  }

  @Test
  void cancellingTheWaitForWalLeavesTheBackupDone() {
    BackupListener cancelling = on(BackupPhase.WAITING_FOR_WAL, token::cancel);
    BackupOptions waiting = options(cancelling).toBuilder().waitForWal(Duration.ofDays(1)).build();
    assertThat(take(waiting).isRecoverable()).isFalse();
    assertThat(onlyInfo().status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void anArchiverThatFailsFailsTheBackup() {
    try (PostgresServer broken = PostgresServer.builder(17).archiveCommand("false").start()) {
      BackupOptions options =
          BackupOptions.builder().fastCheckpoint().archiveTimeout(Duration.ofSeconds(3)).build();
      BackupSource source = BackupSource.dataDirectory(broken.dataSource(), broken.dataDirectory());
      assertThatThrownBy(() -> new BaseBackup(context).run(source, options))
          .isInstanceOf(BackupFailedException.class)
          .hasMessageContaining("did not archive")
          .hasMessageContaining("archive_command");
      assertOnlyTheReasonIsLeft();
    }
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    BackupListener failing =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            throw new IllegalStateException("listener");
          }
        };
    assertThat(backUp(options(failing)).status()).isEqualTo(BackupStatus.DONE);
  }

  @ParameterizedTest
  @MethodSource("thrownByListeners")
  void whatAListenerThrowsAtTheEndLeavesTheBackupDone(Throwable thrown) {
    BackupListener failing =
        new BackupListener() {
          @Override
          public void onDone(BackupInfo info) {
            FailedBackupIT.<RuntimeException>sneak(thrown);
          }
        };
    assertThat(backUp(options(failing)).status()).isEqualTo(BackupStatus.DONE);
    assertThat(keys("base/")).anyMatch(k -> k.endsWith("/data.tar.zst"));
    assertThat(onlyInfo().status()).isEqualTo(BackupStatus.DONE);
  }

  static Stream<Throwable> thrownByListeners() {
    return Stream.of(new AssertionError("listener"), new IOException("not declared"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void closingBarmanCancelsTheBackupAndWaitsUntilAllIsClean() throws Exception {
    Barman barman = Barman.builder().store(store).executor(executor).build();
    CountDownLatch copying = new CountDownLatch(1);
    store.inject(Fault.hang().on(StoreOperation.PUT).keys(k -> k.contains("data_0001")));
    BackupOptions options = options(on(BackupPhase.COPYING, copying::countDown));
    BackupSource source =
        BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory());
    ExecutorService caller = Executors.newSingleThreadExecutor();
    Future<BackupInfo> backup = caller.submit(() -> barman.server(SERVER).backup(source, options));
    Await.until(
        "copying", LIMIT, () -> copying.getCount() == 0 || backup.isDone(), backup::toString);
    barman.close();
    assertThatThrownBy(backup::get).hasCauseInstanceOf(OperationCancelledException.class);
    caller.shutdown();
    assertOnlyTheReasonIsLeft();
  }

  @Test
  void anErrorInAWorkerFailsTheBackup() {
    Fault.Effect error =
        new Fault.Effect() {
          @Override
          public void before(String what) {
            throw new NoClassDefFoundError("a class that is gone");
          }
        };
    store.inject(new Fault(error, Set.of(StoreOperation.PUT), k -> k.contains("data_0001"), 1, 1));
    assertFails("copying files", "a class that is gone");
  }

  private static BackupListener on(BackupPhase phase, Runnable action) {
    return new BackupListener() {
      @Override
      public void onPhase(BackupPhase entered) {
        if (entered == phase) {
          action.run();
        }
      }
    };
  }

  private BackupOptions options(BackupListener listener) {
    return BackupOptions.builder()
        .fastCheckpoint()
        .workers(2)
        .partSize(4 << 20)
        .listener(listener)
        .cancellation(token)
        .build();
  }

  private BackupInfo backUp(BackupOptions options) {
    return take(options).info();
  }

  private BackupResult take(BackupOptions options) {
    BackupSource source =
        BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory());
    return new BaseBackup(context).take(source, options);
  }

  private void assertFails(String phase, String message) {
    assertFails(new BackupListener() {}, phase, message);
  }

  private void assertFails(BackupListener listener, String phase, String message) {
    assertThatThrownBy(() -> backUp(options(listener)))
        .isInstanceOf(BackupFailedException.class)
        .hasMessageContaining(phase)
        .hasMessageContaining(message);
    assertOnlyTheReasonIsLeft();
  }

  private void assertCancelled(BackupListener listener) {
    assertCancelled(listener, () -> {});
  }

  private void assertCancelled(BackupListener listener, Runnable then) {
    try {
      assertThatThrownBy(() -> backUp(options(listener)))
          .isInstanceOf(OperationCancelledException.class);
    } finally {
      then.run();
    }
    assertOnlyTheReasonIsLeft();
  }

  private void assertOnlyTheReasonIsLeft() {
    assertThat(keys("base/")).singleElement().asString().endsWith("backup.info");
    assertThat(keys("barman4j/running/")).isEmpty();
    BackupInfo failed = onlyInfo();
    assertThat(failed.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(failed.error()).isPresent();
    // A server's process ends a moment after its connection.
    Await.until("no session left", Duration.ofSeconds(30), () -> sessions() == 0, postgres::log);
    store.heal();
    BackupInfo next =
        new BaseBackup(contextOf(SERVER + "-next"))
            .run(
                BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory()),
                BackupOptions.builder().fastCheckpoint().build());
    assertThat(next.status()).isEqualTo(BackupStatus.DONE);
  }

  private ServerContext contextOf(String server) {
    return new ServerContext(store, server, executor, Clock.systemDefaultZone());
  }

  private static long sessions() {
    return postgres.queryLong(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }

  private BackupInfo onlyInfo() {
    String key = layout.serverName() + "/" + keys("base/").get(0);
    BackupId id = BackupId.of(key.split("/")[2]);
    try {
      return InfoFile.parse(
          id, ObjectStores.read(store, layout.backupInfo(id), InfoFile.MAX_BYTES));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the keys below the server's name. */
  private List<String> keys(String prefix) {
    return ObjectStores.walk(store, ListRequest.prefix(SERVER + "/" + prefix))
        .map(ObjectMetadata::key)
        .map(key -> key.value().substring(SERVER.length() + 1))
        .toList();
  }
}
