/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.HEAD;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.OTHER_CLUSTER;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalArchiveTest {

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;

  @Test
  void firstFileTakesTheArchiveAndEveryFurtherOneCostsOnePut() {
    WalArchive archive = harness.archive();
    archive.archive(harness.segments.write(dir, FIRST));
    int before = harness.store.calls().size();

    ArchivedWal archived = archive.archive(harness.segments.write(dir, FIRST.next(SIZE)));

    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(PUT);
    assertThat(archived.outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(archived.bytes()).isEqualTo(SIZE.bytes());
    assertThat(harness.keys())
        .containsExactly(
            "orders-db/barman4j/system-identifier",
            "orders-db/wals/0000000100000000/000000010000000000000001.zst",
            "orders-db/wals/0000000100000000/000000010000000000000002.zst");
  }

  @Test
  void nextProcessReadsTheOwnerOnce() {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    int before = harness.store.calls().size();

    harness.archive().archive(harness.segments.write(dir, FIRST.next(SIZE)));

    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(GET, PUT);
  }

  @Test
  void sameContentAgainIsASuccessThatCostsOneRead() throws IOException {
    WalArchive archive = harness.archive();
    Path file = harness.segments.write(dir, FIRST);
    archive.archive(file);
    byte[] stored = harness.stored(harness.layout.wal(FIRST, ".zst"));
    int before = harness.store.calls().size();

    ArchivedWal again = archive.archive(file);

    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_ARCHIVED);
    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(PUT, GET);
    assertThat(harness.stored(harness.layout.wal(FIRST, ".zst"))).isEqualTo(stored);
  }

  @Test
  void sameContentAtAnotherLevelIsASuccess() {
    Path file = harness.segments.write(dir, FIRST);
    harness.archive(Compression.GZIP.withLevel(1)).archive(file);

    assertThat(harness.archive(Compression.GZIP.withLevel(9)).archive(file).outcome())
        .isEqualTo(Outcome.ALREADY_ARCHIVED);
  }

  /** barman#11, barman#432, wal-g#354: archives overwrote WAL of the same name. */
  @Test
  void otherContentIsRefusedAndBothAreNamed() throws IOException {
    WalArchive archive = harness.archive();
    archive.archive(harness.segments.write(dir, FIRST));
    byte[] stored = harness.stored(harness.layout.wal(FIRST, ".zst"));
    Path other = harness.segments.withFilling(1).write(dir, FIRST);

    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> archive.archive(other))
        .withMessageContaining(other.toString())
        .withMessageContaining("memory:wal/orders-db/wals/0000000100000000/" + FIRST + ".zst")
        .withMessageContaining("1048576 bytes")
        .withMessageContaining("differ from byte 8192")
        .withMessageContaining(CLUSTER.toString());
    assertThat(harness.stored(harness.layout.wal(FIRST, ".zst"))).isEqualTo(stored);
  }

  @Test
  void prefixOfAnArchivedFileIsNotTheSameFile() throws IOException {
    WalArchive archive = harness.archive();
    WalFileName name = WalFileName.parse(FIRST + ".00000028.backup");
    archive.archive(Files.writeString(dir.resolve(name.toString()), "START WAL LOCATION: 0/1"));
    Path shorter = Files.writeString(dir.resolve("shorter"), "START WAL");
    Path longer = Files.writeString(dir.resolve("longer"), "START WAL LOCATION: 0/1\n");

    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> archive.archive(name, shorter))
        .withMessageContaining("differ from byte 9");
    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> archive.archive(name, longer))
        .withMessageContaining("differ from byte 23");
  }

  @Test
  void damagedObjectOfTheSameNameIsReportedAsDamaged() throws IOException {
    WalArchive archive = harness.archive();
    Path file = harness.segments.write(dir, FIRST);
    archive.archive(file);
    byte[] stored = harness.stored(harness.layout.wal(FIRST, ".zst"));
    harness.put(harness.layout.wal(FIRST, ".zst"), java.util.Arrays.copyOf(stored, 1000));

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> archive.archive(file))
        .withMessageContaining(FIRST + ".zst")
        .withMessageContaining("Delete that object");
  }

  @Test
  void lostAnswerOfASuccessfulPutIsResolvedByReading() {
    harness.store.inject(Fault.loseResponse().on(PUT));

    ArchivedWal archived = harness.archive().archive(harness.segments.write(dir, FIRST));

    assertThat(archived.outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(harness.store.count(HEAD)).isZero();
  }

  /** wal-g#1578: a file was lost after a timeout although PostgreSQL had been told it was there. */
  @Test
  void lostPutIsAFailure() {
    harness.store.inject(Fault.loseRequest().on(PUT).keys(key -> key.endsWith(".zst")));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().archive(harness.segments.write(dir, FIRST)))
        .withCauseInstanceOf(WriteOutcomeUnknownException.class);
    assertThat(harness.keys()).containsExactly("orders-db/barman4j/system-identifier");
  }

  @Test
  void lostAnswerOverOtherContentIsADuplicate() {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    harness.store.inject(Fault.loseRequest().on(PUT));
    Path other = harness.segments.withFilling(1).write(dir, FIRST);

    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> harness.archive().archive(other));
  }

  @Test
  void outageIsAFailureThatMayBeTriedAgain() {
    WalArchive archive = harness.archive();
    Path file = harness.segments.write(dir, FIRST);
    harness.store.inject(Fault.unavailable().on(PUT));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> archive.archive(file))
        .withMessageContaining("503");
    harness.store.heal();
    assertThat(archive.archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void cutPutLeavesNothing() {
    harness.store.inject(Fault.breakPutAfter(1000).keys(key -> key.endsWith(".zst")));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().archive(harness.segments.write(dir, FIRST)));
    assertThat(harness.keys()).containsExactly("orders-db/barman4j/system-identifier");
  }

  @Test
  void refusedCredentialsAreTheCause() {
    harness.store.inject(Fault.accessDenied());

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().archive(harness.segments.write(dir, FIRST)))
        .withCauseInstanceOf(StoreAccessDeniedException.class);
  }

  /** barman#788: the client hung forever. */
  @Test
  void interruptEndsAHangingPut() throws Exception {
    harness.store.inject(Fault.hang().on(PUT).keys(key -> key.endsWith(".zst")));
    Path file = harness.segments.write(dir, FIRST);

    Throwable thrown =
        Interrupting.whileCalled(harness.store, PUT, 2, () -> harness.archive().archive(file));

    assertThat(thrown).isInstanceOf(OperationCancelledException.class);
  }

  /** barman#11, barman-cloud#263: two clusters of one name overwrote each other. */
  @Test
  void otherClusterUnderTheSameNameIsRefused() {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    WalSegments others = WalSegments.of(OTHER_CLUSTER, SIZE);
    WalSegmentName free = WalSegmentName.parse("000000010000000000000009");

    assertThatExceptionOfType(ForeignServerException.class)
        .isThrownBy(() -> harness.archive().archive(others.write(dir, free)))
        .withMessageContaining(CLUSTER.toString())
        .withMessageContaining(OTHER_CLUSTER.toString())
        .withMessageContaining("server name");
    assertThat(harness.keys()).noneMatch(key -> key.contains(free.toString()));
  }

  /** plugin#842: archiving stopped for good after a failover. */
  @Test
  void failoverOfTheSameClusterGoesOn() {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    WalSegmentName promoted = WalSegmentName.parse("000000020000000000000001");

    assertThat(harness.archive().archive(harness.segments.write(dir, promoted)).outcome())
        .isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void clusterOfAnArchiveThatBarmanMadeIsKnownByItsWal() {
    harness.put(harness.layout.wal(FIRST, ""), harness.segments.bytes(FIRST));
    WalSegmentName next = FIRST.next(SIZE);

    assertThatExceptionOfType(ForeignServerException.class)
        .isThrownBy(
            () -> harness.archive().archive(WalSegments.of(OTHER_CLUSTER, SIZE).write(dir, next)));
    assertThat(harness.archive().archive(harness.segments.write(dir, next)).outcome())
        .isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void historyBackupHistoryAndPartialAreCompressedLikeSegments() throws IOException {
    WalArchive archive = harness.archive(Compression.GZIP);
    archive.archive(
        Files.writeString(dir.resolve("00000002.history"), "1\t0/3000000\tno reason\n"));
    archive.archive(Files.writeString(dir.resolve(FIRST + ".00000028.backup"), "START WAL"));
    archive.archive(Files.write(dir.resolve(FIRST + ".partial"), harness.segments.bytes(FIRST)));

    assertThat(harness.keys())
        .containsExactly(
            "orders-db/barman4j/system-identifier",
            "orders-db/wals/0000000100000000/000000010000000000000001.00000028.backup.gz",
            "orders-db/wals/0000000100000000/000000010000000000000001.partial.gz",
            "orders-db/wals/00000002.history.gz");
  }

  @Test
  void tagsOfHistoriesReplaceTheOthers() throws IOException {
    WalOptions options =
        WalOptions.builder()
            .tags(ObjectTags.of(Map.of("kind", "wal")))
            .historyTags(ObjectTags.of(Map.of("kind", "history")))
            .build();
    WalArchive archive = harness.archive(options);
    archive.archive(harness.segments.write(dir, FIRST));
    archive.archive(Files.writeString(dir.resolve("00000002.history"), "1\t0/3000000\n"));

    assertThat(harness.store.tags(harness.layout.wal(FIRST, ".zst")).values())
        .containsEntry("kind", "wal");
    assertThat(
            harness
                .store
                .tags(harness.layout.wal(WalFileName.parse("00000002.history"), ".zst"))
                .values())
        .containsEntry("kind", "history");
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyCodecIsNamedByItsSuffixAndDecodes(Codec codec) throws IOException {
    Compression compression = Compression.of(codec);
    harness.archive(compression).archive(harness.segments.write(dir, FIRST));

    byte[] stored = harness.stored(harness.layout.wal(FIRST, codec.suffix()));

    assertThat(Codec.sniff(stored)).isEqualTo(codec);
    assertThat(codec.decompressing(new java.io.ByteArrayInputStream(stored)).readAllBytes())
        .isEqualTo(harness.segments.bytes(FIRST));
  }

  /** plugin#266: parallel archivers uploaded the same file repeatedly. */
  @Test
  void concurrentArchiversOfOneFileAllSucceedAndOneStores() throws Exception {
    Path file = harness.segments.write(dir, FIRST);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tasks.add(() -> harness.archive().archive(file).outcome());
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : threads.invokeAll(tasks)) {
        outcomes.add(outcome.get());
      }
      assertThat(outcomes).filteredOn(Outcome.ARCHIVED::equals).hasSize(1);
      assertThat(outcomes).filteredOn(Outcome.ALREADY_ARCHIVED::equals).hasSize(15);
    } finally {
      threads.shutdownNow();
    }
  }

  /** patroni#890, pgbackrest#584: split brain on one timeline; the first writer wins, loudly. */
  @Test
  void concurrentArchiversOfDifferentContentStoreOneAndRefuseTheOthers() throws Exception {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    WalSegmentName next = FIRST.next(SIZE);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Path own = Files.createDirectory(dir.resolve("server" + i));
        Path file = harness.segments.withFilling(i).write(own, next);
        tasks.add(() -> harness.archive().archive(file).outcome());
      }
      List<Future<Outcome>> results = threads.invokeAll(tasks);
      assertThat(results).filteredOn(WalArchiveTest::succeeded).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean succeeded(Future<Outcome> result) {
    try {
      return result.get() == Outcome.ARCHIVED;
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(DuplicateWalException.class);
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 16 << 20, 64 << 20})
  void everySegmentSizeGoesThrough(int bytes) throws IOException {
    WalSegments segments = WalSegments.of(CLUSTER, new WalSegmentSize(bytes));
    WalSegmentName name = WalSegmentName.parse("00000001000000020000000F");
    WalArchive archive = harness.archive();
    archive.archive(segments.write(dir, name));

    archive.fetch(name, dir.resolve("fetched"));

    assertThat(Files.mismatch(dir.resolve("fetched"), dir.resolve(name.toString()))).isEqualTo(-1);
    assertThat(harness.archive().segmentSize()).contains(segments.size());
    assertThat(harness.store.count(LIST)).isGreaterThan(0);
  }

  @Test
  void storeThatCannotCreateIsLookedAtFirst() {
    WithoutConditions plain = new WithoutConditions(harness.store);
    WalArchive archive = new WalArchive(WalHarness.context(plain), WalOptions.defaults());
    archive.archive(harness.segments.write(dir, FIRST));
    int before = harness.store.calls().size();

    archive.archive(harness.segments.write(dir, FIRST.next(SIZE)));
    ArchivedWal again = archive.archive(dir.resolve(FIRST.toString()));

    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(HEAD, PUT, HEAD, GET);
    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_ARCHIVED);
    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> archive.archive(harness.segments.withFilling(1).write(dir, FIRST)));
  }
}
