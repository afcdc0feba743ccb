/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalFetcherTest {

  private final WalHarness harness = new WalHarness();
  private final List<WalFetcher> opened = new ArrayList<>();

  @TempDir private Path dir;

  @AfterEach
  void nothingStaysOpen() throws IOException {
    opened.forEach(WalFetcher::close);
    harness.leaks.assertNothingOpen();
    assertThat(WalHarness.files(dir)).doesNotContain("to").noneMatch(file -> file.endsWith(".tmp"));
    if (Files.exists(spool())) {
      assertThat(WalHarness.files(spool())).isEmpty();
    }
  }

  private Path spool() {
    return dir.resolve("spool");
  }

  private WalFetcher fetcher(int prefetch) {
    WalFetcherOptions options =
        WalFetcherOptions.spoolingIn(spool()).prefetch(prefetch).parallel(2).build();
    WalFetcher fetcher = WalFetcher.open(harness.archive(), options);
    opened.add(fetcher);
    return fetcher;
  }

  private List<WalSegmentName> archive(WalSegments segments, WalSegmentName first, int count) {
    List<WalSegmentName> names =
        Stream.iterate(first, name -> name.next(segments.size())).limit(count).toList();
    for (WalSegmentName name : names) {
      Path file = segments.write(dir, name);
      harness.archive().archive(file);
      delete(file);
    }
    return names;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<WalSegmentName> archive(int count) {
    return archive(harness.segments, FIRST, count);
  }

  /** Fetches as recovery does, checks what came, and takes it away. */
  private void assertFetches(WalFetcher fetcher, WalSegments segments, WalSegmentName name) {
    Path to = dir.resolve("to");
    Optional<ArchivedWal> found = fetcher.fetch(name, to);
    assertThat(found.orElseThrow().name()).isEqualTo(name);
    assertThat(to).hasBinaryContent(segments.bytes(name));
    delete(to);
  }

  private void assertFetches(WalFetcher fetcher, WalSegmentName name) {
    assertFetches(fetcher, harness.segments, name);
  }

  private static void awaitSpooled(WalFetcher fetcher, int segments) {
    await()
        .untilAsserted(
            () -> {
              assertThat(fetcher.status().spooled()).isEqualTo(segments);
              assertThat(fetcher.status().inFlight()).isZero();
            });
  }

  private long gets(WalSegmentName name) {
    return harness.store.calls().stream()
        .filter(call -> call.operation() == GET && call.key().contains(name.toString()))
        .count();
  }

  private static Predicate<String> keyOf(WalSegmentName name) {
    return key -> key.contains(name.toString());
  }

  @Test
  void answersBeforeThePrefetchEnds() {
    List<WalSegmentName> names = archive(3);
    Gate gate = new Gate();
    harness.store.inject(gate.before(GET, keyOf(names.get(0)).negate()));
    WalFetcher fetcher = fetcher(2);

    assertFetches(fetcher, names.get(0));

    gate.awaitArrivals(2);
    assertThat(fetcher.status().inFlight()).isEqualTo(2);
    gate.open();
    awaitSpooled(fetcher, 2);
  }

  @Test
  void recoveryReadsEverySegmentOnceAndMostOfThemFromTheSpool() throws IOException {
    List<WalSegmentName> names = archive(9);
    WalFetcher fetcher = fetcher(4);

    for (WalSegmentName name : names) {
      assertFetches(fetcher, name);
      awaitSpooled(fetcher, Math.min(4, names.size() - 1 - names.indexOf(name)));
    }

    assertThat(fetcher.status().fetchedDirectly()).isEqualTo(1);
    assertThat(fetcher.status().fetchedFromSpool()).isEqualTo(8);
    assertThat(names).allSatisfy(name -> assertThat(gets(name)).isEqualTo(1));
  }

  /** plugin#603: 16 MiB were assumed, and the names after a roll-over were wrong. */
  @ParameterizedTest
  @CsvSource({
    "1, 000000010000000000000FFE, 000000010000000000000FFF, 000000010000000100000000",
    "64, 00000001000000000000003E, 00000001000000000000003F, 000000010000000100000000",
  })
  void namesFollowTheRealSegmentSize(int mib, String first, String second, String third) {
    WalSegments segments = WalSegments.of(CLUSTER, new WalSegmentSize(mib << 20));
    archive(segments, WalSegmentName.parse(first), 3);
    WalFetcher fetcher = fetcher(2);

    assertFetches(fetcher, segments, WalSegmentName.parse(first));
    awaitSpooled(fetcher, 2);
    assertFetches(fetcher, segments, WalSegmentName.parse(second));
    assertFetches(fetcher, segments, WalSegmentName.parse(third));

    assertThat(fetcher.status().fetchedFromSpool()).isEqualTo(2);
  }

  @Test
  void segmentThatWasNotThereWhenPrefetchedIsFoundWhenAskedFor() {
    List<WalSegmentName> names = archive(1);
    WalFetcher fetcher = fetcher(4);
    assertFetches(fetcher, names.get(0));
    await().until(() -> fetcher.status().prefetchPaused());
    WalSegmentName next = names.get(0).next(SIZE);
    assertThat(fetcher.fetch(next, dir.resolve("to"))).isEmpty();

    archive(harness.segments, next, 1);

    assertFetches(fetcher, next);
  }

  @Test
  void endOfTheWalIsTriedForOncePerSegment() {
    List<WalSegmentName> names = archive(3);
    WalFetcher fetcher = fetcher(8);
    assertFetches(fetcher, names.get(0));
    await().until(() -> fetcher.status().prefetchPaused() && fetcher.status().inFlight() == 0);
    int before = harness.store.calls().size();

    assertFetches(fetcher, names.get(1));

    await().until(() -> fetcher.status().prefetchPaused() && fetcher.status().inFlight() == 0);
    assertThat(harness.store.calls().size() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void failedPrefetchIsNotServed() {
    List<WalSegmentName> names = archive(3);
    harness.store.inject(Fault.unavailable().on(GET).keys(keyOf(names.get(1))).times(1));
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    await().until(() -> fetcher.status().prefetchPaused());

    assertFetches(fetcher, names.get(1));

    assertThat(fetcher.status().fetchedDirectly()).isEqualTo(2);
  }

  /** wal-g#1195: an outage looked like the end of the WAL. */
  @Test
  void outageIsAnErrorForWhoAsks() {
    List<WalSegmentName> names = archive(2);
    WalFetcher fetcher = fetcher(1);
    harness.store.inject(Fault.unavailable().keys(keyOf(names.get(1))));
    assertFetches(fetcher, names.get(0));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> fetcher.fetch(names.get(1), dir.resolve("to")));
  }

  @Test
  void damagedSegmentIsAnErrorForWhoAsks() throws IOException {
    List<WalSegmentName> names = archive(2);
    byte[] whole = harness.stored(harness.layout.wal(names.get(1), ".zst"));
    harness.put(
        harness.layout.wal(names.get(1), ".zst"), java.util.Arrays.copyOf(whole, whole.length / 2));
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    await().until(() -> fetcher.status().prefetchPaused());

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> fetcher.fetch(names.get(1), dir.resolve("to")));
  }

  @Test
  void runningPrefetchIsWaitedFor() {
    List<WalSegmentName> names = archive(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(GET, keyOf(names.get(1))));
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    gate.awaitArrivals(1);
    CompletableFuture<Void> asked =
        CompletableFuture.runAsync(() -> assertFetches(fetcher, names.get(1)));
    gate.open();

    assertThat(asked).succeedsWithin(Duration.ofSeconds(30));
    assertThat(gets(names.get(1))).isEqualTo(1);
  }

  @Test
  void prefetchThatFailsWhileItIsWaitedForIsRepeatedDirectly() {
    List<WalSegmentName> names = archive(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(GET, keyOf(names.get(1))).times(1));
    harness.store.inject(Fault.unavailable().on(GET).keys(keyOf(names.get(1))).times(1));
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    gate.awaitArrivals(1);
    CompletableFuture<Void> asked =
        CompletableFuture.runAsync(() -> assertFetches(fetcher, names.get(1)));
    gate.open();

    assertThat(asked).succeedsWithin(Duration.ofSeconds(30));
    assertThat(gets(names.get(1))).isEqualTo(2);
  }

  @Test
  void interruptWhileAPrefetchIsWaitedForCancels() throws Exception {
    List<WalSegmentName> names = archive(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(GET, keyOf(names.get(1))));
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    gate.awaitArrivals(1);

    Throwable thrown =
        Interrupting.whileCalled(
            harness.store, GET, 1, () -> fetcher.fetch(names.get(1), dir.resolve("to")));

    assertThat(thrown).isInstanceOf(OperationCancelledException.class);
    gate.open();
    assertFetches(fetcher, names.get(1));
  }

  /** CNPG#10092: a half-written file of the spool was served. */
  @Test
  void fileOfTheSpoolThatIsNotWholeIsNotServed() throws IOException {
    List<WalSegmentName> names = archive(3);
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(0));
    awaitSpooled(fetcher, 2);
    List<Path> spooled = spooledFiles();
    Files.write(spooled.get(0), new byte[100]);
    Files.delete(spooled.get(1));

    assertFetches(fetcher, names.get(1));
    assertFetches(fetcher, names.get(2));

    assertThat(fetcher.status().fetchedFromSpool()).isZero();
  }

  private List<Path> spooledFiles() throws IOException {
    try (Stream<Path> all = Files.walk(spool())) {
      return all.filter(file -> file.getFileName().toString().startsWith("0000")).sorted().toList();
    }
  }

  @Test
  void partialSegmentIsNeverPrefetchedInPlaceOfTheSegment() throws IOException {
    List<WalSegmentName> names = archive(1);
    WalSegmentName next = names.get(0).next(SIZE);
    Path partial = Files.write(dir.resolve(next + ".partial"), harness.segments.bytes(next));
    harness.archive().archive(partial);
    Files.delete(partial);
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(0));
    await().until(() -> fetcher.status().prefetchPaused());

    assertThat(fetcher.fetch(next, dir.resolve("to")).orElseThrow().name())
        .isEqualTo(new WalFileName.Partial(next));
    Files.delete(dir.resolve("to"));
    archive(harness.segments, next, 1);
    assertFetches(fetcher, next);
  }

  @Test
  void otherTimelineDropsWhatIsNoLongerAhead() throws IOException {
    List<WalSegmentName> names = archive(4);
    WalSegmentName promoted = names.get(1).onTimeline(TimelineId.of(2));
    archive(harness.segments, promoted, 3);
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(0));
    awaitSpooled(fetcher, 2);

    assertFetches(fetcher, promoted);

    awaitSpooled(fetcher, 2);
    assertThat(spooledFiles())
        .allMatch(file -> file.getFileName().toString().startsWith("00000002"));
  }

  /** Recovery asks for a segment on the newest timeline first, where it mostly is not. */
  @Test
  void absenceOnAnotherTimelineDisturbsNothing() {
    List<WalSegmentName> names = archive(4);
    WalFetcher fetcher = fetcher(2);

    for (WalSegmentName name : names) {
      assertThat(fetcher.fetch(name.onTimeline(TimelineId.of(2)), dir.resolve("to"))).isEmpty();
      assertFetches(fetcher, name);
      await().until(() -> fetcher.status().inFlight() == 0);
    }

    assertThat(fetcher.status().fetchedFromSpool()).isEqualTo(3);
  }

  /** As pg_rewind does. */
  @Test
  void goingBackwardsPrefetchesNothing() {
    List<WalSegmentName> names = archive(8);
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(5));
    awaitSpooled(fetcher, 2);

    for (int i = 4; i >= 0; i--) {
      assertFetches(fetcher, names.get(i));
    }

    await().until(() -> fetcher.status().inFlight() == 0);
    assertThat(names.subList(0, 5)).allSatisfy(name -> assertThat(gets(name)).isEqualTo(1));
    assertThat(fetcher.status().spooled()).isZero();
  }

  @Test
  void nothingIsPrefetchedIfThatIsNotWanted() {
    List<WalSegmentName> names = archive(3);
    WalFetcher fetcher = fetcher(0);

    assertFetches(fetcher, names.get(0));

    fetcher.close();
    assertThat(gets(names.get(1))).isZero();
  }

  @Test
  void histories() throws IOException {
    WalFileName.History history = new WalFileName.History(TimelineId.of(2));
    Path file = PgWal.in(dir, harness.segments).ready(history);
    harness.archive().archive(file);
    WalFetcher fetcher = fetcher(4);

    assertThat(fetcher.fetch(history, dir.resolve("to")).orElseThrow().name()).isEqualTo(history);

    assertThat(fetcher.status().inFlight() + fetcher.status().spooled()).isZero();
    Files.delete(dir.resolve("to"));
  }

  @Test
  void spoolIsTheOwnersAloneAndGoneAfterClose() throws IOException {
    List<WalSegmentName> names = archive(3);
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(0));
    awaitSpooled(fetcher, 2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool())))
        .isEqualTo("rwx------");
    Path own = spooledFiles().get(0).getParent();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");

    fetcher.close();
    fetcher.close();

    assertThat(WalHarness.files(spool())).isEmpty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> fetcher.fetch(names.get(1), dir.resolve("to")));
  }

  @Test
  void closeEndsPrefetchesThatHang() {
    List<WalSegmentName> names = archive(3);
    Gate gate = new Gate();
    harness.store.inject(gate.before(GET, keyOf(names.get(0)).negate()));
    WalFetcher fetcher = fetcher(2);
    assertFetches(fetcher, names.get(0));
    gate.awaitArrivals(2);

    fetcher.close();

    assertThat(fetcher.status().inFlight() + fetcher.status().spooled()).isZero();
  }

  @Test
  void destinationOnAnotherFileSystemGetsACopy() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(dir)),
        "/dev/shm is not another file system than " + dir);
    Path there = Files.createTempDirectory(memory, "barman4j-test-");
    List<WalSegmentName> names = archive(2);
    WalFetcher fetcher = fetcher(1);
    assertFetches(fetcher, names.get(0));
    awaitSpooled(fetcher, 1);
    try {
      fetcher.fetch(names.get(1), there.resolve("to"));

      assertThat(there.resolve("to")).hasBinaryContent(harness.segments.bytes(names.get(1)));
      assertThat(WalHarness.files(there)).containsExactly("to");
      assertThat(fetcher.status().fetchedFromSpool()).isEqualTo(1);
      assertThat(spooledFiles()).isEmpty();
    } finally {
      Files.deleteIfExists(there.resolve("to"));
      Files.delete(there);
    }
  }
}
