/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.BarmanException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.testing.storage.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several that archive, a store that fails at random: what was acknowledged is there and equal. */
class WalArchiverStressTest {

  private static final int FILES = 40;
  private static final int CALLERS = 4;

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(longs = {1, 20260301, 987654321})
  void whatWasAcknowledgedIsInTheArchive(long seed) throws Exception {
    PgWal pgWal = PgWal.in(dir, harness.segments);
    ConcurrentLinkedQueue<Path> files = new ConcurrentLinkedQueue<>(pgWal.ready(FILES));
    List<Path> all = List.copyOf(files);
    harness.store.inject(new BadLuck(seed).fault());
    WalArchive archive =
        harness.archive(WalOptions.builder().compression(Compression.NONE).build());
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (WalArchiver archiver =
        WalArchiver.open(archive, WalArchiverOptions.builder().parallel(4).lookAhead(6).build())) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> archiveAll(archiver, pgWal, files));
      }
      callers.shutdown();
      assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    for (Path file : all) {
      requireAcknowledged(pgWal, file);
    }
    harness.leaks.assertNothingOpen();
  }

  /** As PostgreSQL does: again and again until it succeeds, and at once it is in the archive. */
  private void archiveAll(WalArchiver archiver, PgWal pgWal, ConcurrentLinkedQueue<Path> files) {
    for (Path file = files.poll(); file != null; file = files.poll()) {
      while (!archived(archiver, file)) {
        assertThat(file).exists();
      }
      assertThat(stored(file)).isEqualTo(bytes(file));
      pgWal.done(file);
    }
  }

  private static boolean archived(WalArchiver archiver, Path file) {
    try {
      archiver.archive(file);
      return true;
    } catch (BarmanException e) {
      return false;
    }
  }

  private void requireAcknowledged(PgWal pgWal, Path file) {
    assertThat(pgWal.directory().resolve("archive_status/" + file.getFileName() + ".done"))
        .exists();
    assertThat(stored(file)).isEqualTo(bytes(file)).hasSize(SIZE.bytes());
  }

  private byte[] stored(Path file) {
    try {
      WalSegmentName name = WalSegmentName.parse(file.getFileName().toString());
      return harness.stored(harness.layout.wal(name, ""));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A third of all calls fail, in one of four ways. */
  private static final class BadLuck implements Fault.Effect {
    private final Random random;

    BadLuck(long seed) {
      random = new Random(seed);
    }

    Fault fault() {
      return new Fault(this, EnumSet.of(PUT, GET), key -> true, 1, Integer.MAX_VALUE);
    }

    private synchronized boolean strikes() {
      return random.nextInt(12) == 0;
    }

    @Override
    public void before(String what) throws ObjectStoreException {
      if (strikes()) {
        throw ObjectStoreException.retryable(what + "503 SlowDown", null);
      }
      if (strikes()) {
        throw new WriteOutcomeUnknownException(what + "request lost", null);
      }
    }

    @Override
    public void after(String what) throws ObjectStoreException {
      if (strikes()) {
        throw new WriteOutcomeUnknownException(what + "answer lost", null);
      }
    }

    @Override
    public ObjectBody body(ObjectBody body, String what) {
      if (!strikes()) {
        return body;
      }
      return out -> {
        body.writeTo(out);
        throw ObjectStoreException.retryable(what + "broken pipe", null);
      };
    }
  }
}
