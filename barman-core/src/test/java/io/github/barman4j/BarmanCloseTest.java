/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.wal.WalArchive;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Closing ends what runs, and waits for it; afterwards everything is refused in one way. */
class BarmanCloseTest {

  private final MemoryObjectStore store = new MemoryObjectStore("backups");
  private final AtomicInteger released = new AtomicInteger();
  private final Operations operations = new Operations(released::incrementAndGet);

  @Test
  void whatWasHandedOutRefusesWorkAfterwards() {
    Barman barman = Barman.builder().store(store).build();
    BarmanServer server = barman.server("main");
    WalArchive wal = server.wal();
    barman.close();
    barman.close();
    List<ThrowingCallable> uses =
        List.of(
            barman::store,
            () -> barman.server("main"),
            server::backups,
            server::baseBackup,
            server::restore,
            server::retention,
            server::status,
            () -> wal.fetch(WalFileName.parse("000000010000000000000001"), Path.of("wal")),
            wal::inventory);
    assertThat(uses)
        .allSatisfy(use -> assertThatThrownBy(use).isInstanceOf(BarmanClosedException.class));
  }

  @Test
  void closingInterruptsWhatRunsAndWaitsUntilItHasCleanedUp() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean cleaned = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Boolean> leftInterrupted =
        thread.submit(
            () -> {
              operations.run(() -> waitForEver(begun, cleaned));
              return Thread.interrupted();
            });
    begun.await();
    operations.close();
    assertThat(cleaned).isTrue();
    assertThat(released).hasValue(1);
    assertThat(leftInterrupted.get()).isFalse();
    thread.shutdown();
  }

  private Object waitForEver(CountDownLatch begun, AtomicBoolean cleaned) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    operations.requireUnreleased();
    cleaned.set(true);
    return "ended";
  }

  @Test
  void closingFromWithinAnOperationReleasesAtItsEnd() {
    operations.run(
        () -> {
          operations.close();
          assertThat(released).hasValue(0);
          return "within";
        });
    assertThat(released).hasValue(1);
    assertThat(Thread.interrupted()).isFalse();
    assertThatThrownBy(() -> operations.run(() -> "later"))
        .isInstanceOf(BarmanClosedException.class);
  }
}
