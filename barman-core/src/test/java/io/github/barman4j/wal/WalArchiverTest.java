/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.InvalidWalException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalArchiverTest {

  private final WalHarness harness = new WalHarness();
  private final List<WalArchiver> opened = new ArrayList<>();

  @TempDir private Path dir;
  private PgWal pgWal;

  @BeforeEach
  void serverWrites() throws IOException {
    pgWal = PgWal.in(dir, harness.segments);
  }

  @AfterEach
  void nothingStaysOpen() {
    harness.store.heal();
    opened.forEach(WalArchiver::close);
    harness.leaks.assertNothingOpen();
  }

  private WalArchiver archiver(WalArchiverOptions.Builder options) {
    WalArchiver archiver = WalArchiver.open(harness.archive(), options.build());
    opened.add(archiver);
    return archiver;
  }

  private static WalArchiverOptions.Builder options() {
    return WalArchiverOptions.builder().parallel(4).lookAhead(8);
  }

  private List<String> puts() {
    return harness.store.calls().stream()
        .filter(call -> call.operation() == PUT && call.key().contains("/wals/"))
        .map(Call::key)
        .map(key -> key.substring(key.lastIndexOf('/') + 1).replace(".zst", ""))
        .toList();
  }

  private static void awaitAhead(WalArchiver archiver, int files) {
    await()
        .untilAsserted(
            () -> {
              assertThat(archiver.status().finishedAhead()).isEqualTo(files);
              assertThat(archiver.status().inFlight()).isZero();
            });
  }

  @Test
  void archiveReturnsWhileAnotherUploadIsStillSlow() throws IOException {
    List<Path> files = pgWal.ready(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains(FIRST.next(SIZE).toString())));
    WalArchiver archiver = archiver(options());

    ArchivedWal archived = archiver.archive(files.get(0));

    gate.awaitArrivals(1);
    assertThat(archived.outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(archived.name()).isEqualTo(FIRST);
    assertThat(archiver.status().inFlight()).isEqualTo(1);
    gate.open();
  }

  @Test
  void filesThatWereArchivedAheadCostNothingMore() throws IOException {
    List<Path> files = pgWal.ready(5);
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    pgWal.done(files.get(0));
    awaitAhead(archiver, 4);
    int before = harness.store.calls().size();

    for (Path file : files.subList(1, 5)) {
      assertThat(archiver.archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
      pgWal.done(file);
    }

    assertThat(harness.store.calls()).hasSize(before);
    assertThat(archiver.status().finishedAhead()).isZero();
    assertThat(archiver.status().archived()).isEqualTo(5);
  }

  /** plugin#266: the same files were sent again and again. */
  @Test
  void everyFileIsSentOnceHoweverSlowPostgresIsToTakeItsMarkAway() throws IOException {
    List<Path> files = pgWal.ready(6);
    WalArchiver archiver = archiver(options().parallel(2).lookAhead(2));

    for (Path file : files) {
      archiver.archive(file);
    }

    await().until(() -> archiver.status().inFlight() == 0);
    assertThat(puts()).hasSize(6).doesNotHaveDuplicates();
    assertThat(archiver.status().finishedAhead()).isZero();
  }

  @Test
  void fileThatChangedAfterItWasArchivedAheadIsComparedAndRefused() throws IOException {
    List<Path> files = pgWal.ready(2);
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    awaitAhead(archiver, 1);
    harness.segments.withFilling(1).write(pgWal.directory(), FIRST.next(SIZE));
    Files.setLastModifiedTime(files.get(1), FileTime.from(Instant.parse("2031-05-06T07:08:09Z")));

    assertThatExceptionOfType(DuplicateWalException.class)
        .isThrownBy(() -> archiver.archive(files.get(1)));
  }

  /** Not every store keeps two writers of one name apart. */
  @Test
  void fileThatChangesWhileItIsArchivedAheadWaitsForThatUpload() throws IOException {
    List<Path> files = pgWal.ready(2);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains(FIRST.next(SIZE).toString())));
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    gate.awaitArrivals(1);
    Files.setLastModifiedTime(files.get(1), FileTime.from(Instant.parse("2031-05-06T07:08:09Z")));
    CompletableFuture<ArchivedWal> asked =
        CompletableFuture.supplyAsync(() -> archiver.archive(files.get(1)));
    await().until(() -> archiver.status().inFlight() == 2);

    assertThat(puts()).hasSize(2);
    gate.open();

    assertThat(asked)
        .succeedsWithin(Duration.ofSeconds(30))
        .extracting(ArchivedWal::outcome)
        .isEqualTo(Outcome.ALREADY_ARCHIVED);
  }

  @Test
  void sameContentInAnotherFileIsComparedAndASuccess() throws IOException {
    List<Path> files = pgWal.ready(2);
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    awaitAhead(archiver, 1);
    Path copy = Files.copy(files.get(1), dir.resolve("copy"));
    Files.move(copy, files.get(1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(archiver.archive(files.get(1)).outcome()).isEqualTo(Outcome.ALREADY_ARCHIVED);
    assertThat(archiver.status().finishedAhead()).isZero();
  }

  @Test
  void outagePausesLookingAheadUntilAFileThatIsAskedForIsArchived() throws IOException {
    List<Path> files = pgWal.ready(10);
    WalArchiver archiver = archiver(options());
    harness.store.inject(Fault.unavailable().on(PUT).keys(key -> key.contains("/wals/")));
    assertFails(archiver, files.get(0));
    await().until(() -> archiver.status().inFlight() == 0);
    int before = puts().size();

    assertFails(archiver, files.get(0));
    assertFails(archiver, files.get(0));

    await().until(() -> archiver.status().inFlight() == 0);
    assertThat(puts()).hasSize(before + 2);
    assertThat(archiver.status().lookAheadPaused()).isTrue();
    assertThat(archiver.status().archived()).isZero();
    harness.store.heal();
    assertThat(archiver.archive(files.get(0)).outcome()).isEqualTo(Outcome.ARCHIVED);
    awaitAhead(archiver, 8);
    assertThat(archiver.status().lookAheadPaused()).isFalse();
  }

  private void assertFails(WalArchiver archiver, Path file) {
    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> archiver.archive(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void failureAheadIsNotAnsweredToWhoAsksLater() throws IOException {
    List<Path> files = pgWal.ready(2);
    harness.store.inject(
        Fault.unavailable()
            .on(PUT)
            .keys(key -> key.contains(FIRST.next(SIZE).toString()))
            .times(1));
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    await().until(() -> archiver.status().lastFailure() != null);

    assertThat(archiver.archive(files.get(1)).outcome()).isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void historiesComeFirstThenTheOthersByName() throws IOException {
    WalFileName.History history = new WalFileName.History(TimelineId.of(3));
    WalFileName backup = WalFileName.parse(FIRST.next(SIZE) + ".00000028.backup");
    WalFileName partial = new WalFileName.Partial(FIRST.next(SIZE).next(SIZE));
    List<Path> files = pgWal.ready(2);
    pgWal.ready(partial);
    pgWal.ready(history);
    pgWal.ready(backup);
    WalArchiver archiver = archiver(options().parallel(2));

    archiver.archive(files.get(0));

    awaitAhead(archiver, 4);
    assertThat(puts())
        .filteredOn(name -> !name.equals(FIRST.toString()))
        .containsExactly(
            history.toString(), FIRST.next(SIZE).toString(), backup.toString(), partial.toString());
  }

  @Test
  void longBacklogIsTakenInOrder() throws IOException {
    List<WalFileName> names =
        IntStream.range(0, 600)
            .<WalFileName>mapToObj(i -> new WalFileName.BackupHistory(FIRST, i))
            .toList();
    List<WalFileName> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new java.util.Random(7));
    for (WalFileName name : shuffled) {
      pgWal.ready(name);
    }
    WalArchiver archiver = archiver(options().parallel(2).lookAhead(1024));

    archiver.archive(pgWal.file(names.get(0)));

    awaitAhead(archiver, 599);
    assertThat(puts())
        .filteredOn(name -> !name.equals(names.get(0).toString()))
        .containsExactlyElementsOf(names.stream().skip(1).map(WalFileName::toString).toList());
  }

  @Test
  void limitsAreKept() throws IOException {
    List<Path> files = pgWal.ready(20);
    InFlight inFlight = new InFlight();
    harness.store.inject(inFlight.fault());
    WalArchiver archiver = archiver(options().parallel(3).lookAhead(5));

    for (Path file : files) {
      archiver.archive(file);
      assertThat(archiver.status().finishedAhead()).isLessThanOrEqualTo(5);
      pgWal.done(file);
    }

    assertThat(inFlight.most()).isBetween(2, 3);
    assertThat(puts()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void lookAheadEndsAtItsLimit() throws IOException {
    List<Path> files = pgWal.ready(20);
    WalArchiver archiver = archiver(options().lookAhead(5));

    archiver.archive(files.get(0));

    awaitAhead(archiver, 5);
    assertThat(puts()).hasSize(6);
  }

  @Test
  void nothingIsArchivedAheadIfThatIsNotWanted() throws IOException {
    List<Path> files = pgWal.ready(3);
    archiver(options().lookAhead(0)).archive(files.get(0));
    archiver(options().parallel(1)).archive(files.get(1));

    opened.forEach(WalArchiver::close);
    assertThat(puts()).hasSize(2);
  }

  @Test
  void slowUploadsAheadLeaveOneForTheFileThatIsAskedFor() throws IOException {
    List<Path> files = pgWal.ready(9);
    Gate gate = new Gate();
    harness.store.inject(
        gate.before(PUT, key -> key.contains("/wals/") && !key.contains(FIRST.toString())));
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    gate.awaitArrivals(3);
    Path history = pgWal.ready(new WalFileName.History(TimelineId.of(2)));
    CompletableFuture<ArchivedWal> asked =
        CompletableFuture.supplyAsync(() -> archiver.archive(history));

    gate.awaitArrivals(1);

    assertThat(puts()).last().isEqualTo("00000002.history");
    gate.open();
    assertThat(asked).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void callsForOneFileShareOneUpload() throws Exception {
    Path file = pgWal.ready(1).get(0);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains("/wals/")));
    WalArchiver archiver = archiver(options());
    List<CompletableFuture<ArchivedWal>> calls =
        IntStream.range(0, 3)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> archiver.archive(file)))
            .toList();
    gate.awaitArrivals(1);
    gate.open();

    for (CompletableFuture<ArchivedWal> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.ARCHIVED);
    }
    assertThat(puts()).hasSize(1);
  }

  @Test
  void interruptedCallerLeavesAndTheUploadGoesOn() throws Exception {
    Path file = pgWal.ready(1).get(0);
    Gate gate = new Gate();
    harness.store.inject(gate.before(PUT, key -> key.contains("/wals/")));
    WalArchiver archiver = archiver(options());

    Throwable thrown =
        Interrupting.whileCalled(harness.store, PUT, 2, () -> archiver.archive(file));

    assertThat(thrown).isInstanceOf(OperationCancelledException.class);
    gate.open();
    awaitAhead(archiver, 1);
    assertThat(archiver.archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(puts()).hasSize(1);
  }

  @Test
  void withoutMarksNothingIsArchivedAhead() throws IOException {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Path file = harness.segments.write(elsewhere, FIRST);
    harness.segments.write(elsewhere, FIRST.next(SIZE));

    WalArchiver archiver = archiver(options());

    assertThat(archiver.archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
    archiver.close();
    assertThat(puts()).containsExactly(FIRST.toString());
  }

  @Test
  void marksOfOtherFilesAndOfFilesThatAreGoneArePassedOver() throws IOException {
    List<Path> files = pgWal.ready(3);
    Files.delete(files.get(1));
    Files.createFile(pgWal.directory().resolve("archive_status/notes.txt.ready"));
    Files.createFile(pgWal.directory().resolve("archive_status/00000001.HISTORY.ready"));
    WalArchiver archiver = archiver(options());

    archiver.archive(files.get(0));

    awaitAhead(archiver, 1);
    assertThat(puts()).hasSize(2);
  }

  @Test
  void fileWhoseMarkIsGoneIsForgotten() throws IOException {
    List<Path> files = pgWal.ready(3);
    WalArchiver archiver = archiver(options());
    archiver.archive(files.get(0));
    awaitAhead(archiver, 2);
    pgWal.done(files.get(1));
    pgWal.done(files.get(2));

    archiver.archive(files.get(0));

    awaitAhead(archiver, 0);
  }

  @Test
  void linkedDirectoryAndRelativePathAreThatServers() throws IOException {
    List<Path> files = pgWal.ready(3);
    Path link = Files.createSymbolicLink(dir.resolve("linked"), pgWal.directory());
    Path working = Path.of("").toAbsolutePath();
    WalArchiver archiver = archiver(options());

    archiver.archive(working.relativize(link.resolve(files.get(0).getFileName())));

    awaitAhead(archiver, 2);
    assertThat(archiver.archive(files.get(1)).outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(puts()).hasSize(3);
  }

  @Test
  void fileThatIsNotThereIsInvalid() {
    assertThatExceptionOfType(InvalidWalException.class)
        .isThrownBy(() -> archiver(options()).archive(pgWal.file(FIRST)))
        .withMessageContaining(FIRST.toString());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> archiver(options()).archive(dir.resolve("notes.txt")));
  }

  @Test
  void listenerHearsOfEveryFileAndMayFail() throws IOException {
    List<Path> files = pgWal.ready(2);
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    harness.store.inject(
        Fault.unavailable().on(PUT).keys(key -> key.contains(FIRST.next(SIZE).toString())));
    WalArchiver archiver = archiver(options().listener(failing(heard)));

    archiver.archive(files.get(0));

    await().until(() -> heard.contains("archived " + FIRST) && heard.size() > 1);
    assertThat(heard).contains("failed " + FIRST.next(SIZE));
    WalArchiverStatus status = archiver.status();
    assertThat(status.lastArchived().name()).isEqualTo(FIRST);
    assertThat(status.lastFailure().name()).isEqualTo(FIRST.next(SIZE));
    assertThat(status.lastFailure().message()).contains("503");
  }

  private static WalArchiverListener failing(List<String> heard) {
    return new WalArchiverListener() {
      @Override
      public void onArchived(ArchivedWal wal) {
        heard.add("archived " + wal.name());
        throw new IllegalStateException("a listener that fails");
      }

      @Override
      public void onFailed(WalFileName name, Throwable error) {
        heard.add("failed " + name);
        throw new IllegalStateException("a listener that fails");
      }
    };
  }
}
