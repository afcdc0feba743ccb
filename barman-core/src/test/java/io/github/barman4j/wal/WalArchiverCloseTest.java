/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of uploads, and of those who wait for them, when the archiver is closed. */
class WalArchiverCloseTest {

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;
  private PgWal pgWal;

  @BeforeEach
  void serverWrites() throws IOException {
    pgWal = PgWal.in(dir, harness.segments);
  }

  private List<String> puts() {
    return harness.store.calls().stream()
        .filter(call -> call.operation() == PUT && call.key().contains("/wals/"))
        .map(Call::key)
        .map(key -> key.substring(key.lastIndexOf('/') + 1).replace(".zst", ""))
        .toList();
  }

  @Test
  void closeWaitsForWhatIsAskedForAndTakesNoMore() throws Exception {
    List<Path> files = pgWal.ready(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains("/wals/")));
    WalArchiver archiver =
        WalArchiver.open(
            harness.archive(), WalArchiverOptions.builder().parallel(4).lookAhead(0).build());
    CompletableFuture<ArchivedWal> asked =
        CompletableFuture.supplyAsync(() -> archiver.archive(files.get(0)));
    gate.awaitArrivals(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(archiver::close);
    await().until(() -> isClosed(archiver, files.get(1)));

    assertThat(closing).isNotDone();
    gate.open();

    assertThat(asked).succeedsWithin(Duration.ofSeconds(30));
    assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
    archiver.close();
    assertThat(harness.stored(harness.layout.wal(FIRST, ".zst"))).isNotEmpty();
  }

  private static boolean isClosed(WalArchiver archiver, Path file) {
    try {
      CompletableFuture.runAsync(() -> archiver.archive(file)).get(50, TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof IllegalStateException;
    } catch (Exception waiting) {
      return false;
    }
  }

  @Test
  void closeInterruptsWhatDoesNotEndInTimeAndTellsWhoWaits() throws IOException {
    List<Path> files = pgWal.ready(5);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains("/wals/")));
    WalArchiver archiver =
        WalArchiver.open(
            harness.archive(),
            WalArchiverOptions.builder().parallel(4).closeTimeout(Duration.ofMillis(50)).build());
    CompletableFuture<ArchivedWal> asked =
        CompletableFuture.supplyAsync(() -> archiver.archive(files.get(0)));
    gate.awaitArrivals(4);

    archiver.close();

    assertThat(asked)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(OperationCancelledException.class);
    assertThat(puts()).hasSize(4);
    assertThat(archiver.status().archived()).isZero();
  }
}
