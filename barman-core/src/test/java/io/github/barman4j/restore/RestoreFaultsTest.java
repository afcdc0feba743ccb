/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.storage.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a restore ends early, the error says why and nothing stays in the directories. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestoreFaultsTest {

  private static final int FILE = 1 << 20;

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final BadLuck world = new BadLuck(threads);
  private final CancellationToken token = new CancellationToken();
  private final byte[] content = new byte[FILE];

  @BeforeEach
  void backUp() throws IOException {
    new Random(7).nextBytes(content);
    Path elsewhere = Files.createDirectory(directory.resolve("wal"));
    world.backup.tablespace("fast", 16400, directory.resolve("fast").toString());
    world.backup.data(Compression.NONE, tar -> tar.file("base/1", content));
    world.backup.part(
        io.github.barman4j.internal.layout.PartName.find("16400.tar").orElseThrow(),
        Compression.NONE,
        tar -> tar.directory("PG_17_202406281/").file("PG_17_202406281/2", content));
    world.archive(elsewhere);
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    world.leaks.assertNothingOpen();
  }

  private Path target() {
    return directory.resolve("data");
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(target()).acceptTablespaceLocations().cancellation(token);
  }

  private RestoreResult execute() {
    return world.execute(options().build());
  }

  private void assertNothingLeft() {
    assertThat(BadLuck.pathsBelow(target())).isEmpty();
    assertThat(BadLuck.pathsBelow(directory.resolve("fast"))).isEmpty();
  }

  private void assertRestored() {
    assertThat(target().resolve("base/1")).hasBinaryContent(content);
    assertThat(directory.resolve("fast/PG_17_202406281/2")).hasBinaryContent(content);
    assertThat(target().resolve("pg_wal/" + BadLuck.segment(BadLuck.LAST))).exists();
    assertThat(target().resolve("global/pg_control")).hasContent("control");
  }

  private static boolean isWal(String key) {
    return key.contains("/wals/");
  }

  private static boolean isPart(String key) {
    return key.endsWith(".tar");
  }

  @Test
  void nothingWrongIsNoError() {
    assertThat(execute().walSegments()).isEqualTo(3);
    assertRestored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.tar", "16400.tar", "000000010000000000000004"})
  void refusedCredentialsAreTheCause(String key) {
    world.store.inject(Fault.accessDenied().on(GET).keys(k -> k.contains(key)));
    assertThatThrownBy(this::execute)
        .isInstanceOf(StorageFailedException.class)
        .hasCauseInstanceOf(StoreAccessDeniedException.class)
        .hasMessageContaining("403")
        .hasMessageContaining(key);
    assertNothingLeft();
  }

  @Test
  void connectionsThatBreakAreReadOn() {
    world.store.inject(Fault.breakGetAfter(300_000).keys(RestoreFaultsTest::isPart));
    execute();
    assertRestored();
  }

  @Test
  void anOutageInTheMiddleIsWaitedFor() {
    world.store.inject(Fault.breakGetAfter(300_000).keys(k -> k.endsWith("data.tar")).times(1));
    world.store.inject(
        Fault.unavailable().on(GET).keys(k -> k.endsWith("data.tar")).fromCall(2).times(2));
    world.store.inject(
        Fault.unavailable().on(GET).keys(k -> isWal(k) && k.contains("04")).times(2));
    execute();
    assertRestored();
  }

  @Test
  void anOutageThatDoesNotEndIsAFailedStore() {
    world.store.inject(Fault.unavailable().on(GET).keys(RestoreFaultsTest::isWal));
    assertThatThrownBy(this::execute)
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("503");
    assertNothingLeft();
  }

  @Test
  void aPartThatWasReplacedMeanwhileIsNotMixedIn() {
    ObjectKey key = world.plan().parts().get(0).key();
    world.store.inject(Fault.breakGetAfter(300_000).keys(key.value()::equals).times(1));
    RestoreListener replacing =
        new RestoreListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            try {
              world.put(key, new byte[FILE]);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertThatThrownBy(() -> world.execute(options().listener(replacing).build()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("data.tar");
    assertNothingLeft();
  }

  @Test
  void aPartThatIsGoneIsAnError() throws IOException {
    world.memory.delete(List.of(world.plan().parts().get(1).key()));
    assertThatThrownBy(this::execute)
        .isInstanceOf(StorageFailedException.class)
        .hasCauseInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining("16400.tar");
    assertNothingLeft();
  }

  @Test
  void walThatIsGoneSinceThePlanWasMadeIsAnError() throws IOException {
    world.memory.delete(List.of(world.layout.wal(BadLuck.segment(4), ".zst")));
    assertThatThrownBy(this::execute)
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining(BadLuck.segment(4).toString())
        .hasMessageContaining("Plan again");
    assertNothingLeft();
  }

  @Test
  void damagedWalIsAnError() throws IOException {
    world.put(world.layout.wal(BadLuck.segment(4), ".zst"), new byte[100]);
    assertThatThrownBy(this::execute)
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(BadLuck.segment(4).toString());
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.tar", "000000010000000000000004"})
  void aStoreThatHangsIsLeftByCancelling(String key) throws Exception {
    world.store.inject(Fault.hang().on(GET).keys(k -> k.contains(key)));
    CompletableFuture<Throwable> thrown = executeInThread(new Thread[1]);
    awaitCall(key);
    token.cancel();
    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(OperationCancelledException.class);
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.tar", "000000010000000000000004"})
  void aStoreThatHangsIsLeftByInterrupting(String key) throws Exception {
    world.store.inject(Fault.hang().on(GET).keys(k -> k.contains(key)));
    Thread[] caller = new Thread[1];
    CompletableFuture<Throwable> thrown = executeInThread(caller);
    awaitCall(key);
    caller[0].interrupt();
    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(OperationCancelledException.class);
    assertThat(token.isCancelled()).isFalse();
    assertNothingLeft();
  }

  private CompletableFuture<Throwable> executeInThread(Thread[] caller) {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    caller[0] =
        new Thread(
            () -> {
              try {
                execute();
                thrown.complete(new AssertionError("restored"));
              } catch (RuntimeException e) {
                thrown.complete(e);
              }
            });
    caller[0].start();
    return thrown;
  }

  private void awaitCall(String key) {
    await()
        .until(
            () ->
                world.store.calls().stream()
                    .anyMatch(call -> call.operation() == GET && call.key().contains(key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"extracting", "staging", "syncing"})
  void isCancelledInEachPhase(String phase) {
    assertThatThrownBy(
            () -> world.execute(options().listener(entering(phase, token::cancel)).build()))
        .isInstanceOf(OperationCancelledException.class);
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"extracting", "staging", "syncing"})
  void isInterruptedInEachPhase(String phase) {
    Thread caller = Thread.currentThread();
    try {
      assertThatThrownBy(
              () -> world.execute(options().listener(entering(phase, caller::interrupt)).build()))
          .isInstanceOf(OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertNothingLeft();
  }

  private static RestoreListener entering(String phase, Runnable action) {
    return new RestoreListener() {
      @Override
      public void phase(String name) {
        if (name.startsWith(phase)) {
          action.run();
        }
      }
    };
  }

  @Test
  void anExecutorThatIsShutDownFailsTheRestore() {
    threads.shutdown();
    assertThatThrownBy(this::execute)
        .isInstanceOf(RestoreFailedException.class)
        .hasCauseInstanceOf(java.util.concurrent.RejectedExecutionException.class);
    assertNothingLeft();
  }

  @Test
  void aTablespaceDirectoryThatCannotBeMadeFailsTheRestore() throws IOException {
    Files.writeString(directory.resolve("file"), "in the way");
    RestoreOptions.Builder options =
        options().relocateTablespace("fast", directory.resolve("file/below"));
    assertThatThrownBy(() -> world.execute(options.build()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("file");
    assertNothingLeft();
    assertThat(directory.resolve("file")).hasContent("in the way");
  }

  @Test
  void aThrowingListenerChangesNothing() {
    RestoreListener throwing =
        new RestoreListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            throw new IllegalStateException("listener");
          }
        };
    world.execute(options().listener(throwing).build());
    assertRestored();
  }
}
