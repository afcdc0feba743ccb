/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.InvalidWalException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalWalTest {

  private static final WalSegmentName FIRST = WalServer.segment(5);
  private static final WalSegmentName SECOND = WalServer.segment(6);
  private static final CancellationToken NEVER = new CancellationToken();

  @TempDir Path home;
  private WalServer server;
  private Path pgWal;

  @BeforeEach
  void makeServer() throws IOException {
    server = WalServer.of(home, Layout.UNIVERSAL);
    pgWal = Files.createDirectories(home.resolve("pg_wal"));
  }

  private byte[] stored(WalSegmentName name) throws IOException {
    return Files.readAllBytes(server.directory.wal(name));
  }

  private static byte[] bytes(WalSegmentName name) {
    return WalServer.SEGMENTS.bytes(name);
  }

  private static byte[] otherBytes(WalSegmentName name) {
    return WalServer.SEGMENTS.withFilling(7).bytes(name);
  }

  private Path incoming() {
    return server.directory.incoming();
  }

  @Test
  void receivesAFileAsOftenAsItIsSent() throws IOException {
    Path source = WalServer.SEGMENTS.write(pgWal, FIRST);

    server.wal.receive(source);
    server.wal.receive(source);

    assertThat(WalServer.names(incoming())).containsExactly(FIRST.toString());
    assertThat(incoming().resolve(FIRST.toString())).hasBinaryContent(bytes(FIRST));
    assertThat(source).exists();
    assertThat(server.archive().archived()).containsExactly(FIRST);

    server.wal.receive(source);
    assertThat(incoming()).isEmptyDirectory();
  }

  @Test
  void receivesNoOtherFileOfANameThatIsThere() throws IOException {
    server.wal.receive(WalServer.SEGMENTS.write(pgWal, FIRST));
    Path other = Files.write(pgWal.resolve(FIRST.toString()), otherBytes(FIRST));

    assertThatThrownBy(() -> server.wal.receive(other)).isInstanceOf(DuplicateWalException.class);
    server.archive();
    assertThatThrownBy(() -> server.wal.receive(other))
        .isInstanceOf(DuplicateWalException.class)
        .hasMessageContaining(server.directory.wal(FIRST).toString());
    assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
    assertThat(WalServer.names(incoming())).isEmpty();
  }

  @Test
  void receivesAgainWhatIsArchivedAndNotListed() throws IOException {
    Path source = WalServer.SEGMENTS.write(pgWal, FIRST);
    server.drop(SECOND);
    server.archive();
    Files.copy(source, server.directory.wal(FIRST));

    server.wal.receive(source);

    assertThat(server.archive().archived()).containsExactly(FIRST);
    assertThat(server.listed()).containsExactly(FIRST.toString(), SECOND.toString());
  }

  @Test
  void archivesWhatHasComeBeforeFirst() throws IOException {
    server.wal.receive(WalServer.SEGMENTS.write(pgWal, FIRST));
    server.wal.archive(WalServer.SEGMENTS.write(pgWal, SECOND));
    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.listed()).containsExactly(FIRST.toString(), SECOND.toString());
  }

  @Test
  void aStrangerThatCannotBeMovedAsideDoesNotStopPostgresqlFromArchiving() throws IOException {
    Path errors = server.directory.errors();
    Files.createDirectories(incoming());
    Files.writeString(incoming().resolve("stranger"), "x");
    DurableFiles.deleteTree(errors);
    Files.writeString(errors, "no directory");

    server.wal.archive(WalServer.SEGMENTS.write(pgWal, FIRST));
    assertThat(WalServer.names(incoming())).containsExactly(FIRST.toString(), "stranger");

    Files.delete(errors);
    server.wal.archive(WalServer.SEGMENTS.write(pgWal, SECOND));
    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.listed()).containsExactly(FIRST.toString(), SECOND.toString());
  }

  @Test
  void receivesOneOfTwoDifferentFilesAtOnce() throws IOException {
    Path one = WalServer.SEGMENTS.write(pgWal, FIRST);
    Path directory = Files.createDirectories(home.resolve("other"));
    Path two = Files.write(directory.resolve(FIRST.toString()), otherBytes(FIRST));
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> server.wal.receive(one));
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> server.wal.receive(two));

    boolean firstFailed = first.handle((done, failure) -> failure != null).join();
    boolean secondFailed = second.handle((done, failure) -> failure != null).join();

    assertThat(firstFailed).isNotEqualTo(secondFailed);
    assertThat(incoming().resolve(FIRST.toString()))
        .hasBinaryContent(secondFailed ? bytes(FIRST) : otherBytes(FIRST));
    assertThat(WalServer.names(incoming())).hasSize(1);
  }

  @Test
  void removesWhatAKilledReceiverLeftAfterAnHour() throws IOException {
    Path ours = Files.write(incoming().resolve(".123-4-" + FIRST + ".tmp"), new byte[9]);
    Path barmans = Files.write(incoming().resolve(".123-" + FIRST), new byte[9]);

    WalServer.later(home, Duration.ofMinutes(50)).archive();
    assertThat(ours).exists();
    WalServer.later(home, Duration.ofMinutes(70)).archive();
    assertThat(ours).doesNotExist();
    assertThat(barmans).exists();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1 << 19})
  void refusesAFileThatIsNotWhatItsNameSays(int length) throws IOException {
    Path file =
        Files.write(pgWal.resolve(FIRST.toString()), java.util.Arrays.copyOf(bytes(FIRST), length));

    assertThatThrownBy(() -> server.wal.receive(file)).isInstanceOf(InvalidWalException.class);
    assertThatThrownBy(() -> server.wal.archive(file))
        .isInstanceOf(InvalidWalException.class)
        .hasMessageContaining(file.toString());
    assertThat(WalServer.names(server.directory.root())).isEmpty();
  }

  @Test
  void refusesAnotherSegmentsContentAndNamesOfNoWal() throws IOException {
    Path wrong = Files.write(pgWal.resolve(SECOND.toString()), bytes(FIRST));
    Path strange = Files.write(pgWal.resolve("strange"), bytes(FIRST));

    for (Path file : List.of(wrong, strange, pgWal.resolve(FIRST.toString()))) {
      assertThatThrownBy(() -> server.wal.archive(file)).isInstanceOf(InvalidWalException.class);
    }
  }

  @Test
  void archivesPastIncomingAsOftenAsItIsSent() throws IOException {
    Path source = WalServer.SEGMENTS.write(pgWal, FIRST);

    server.wal.archive(source);
    server.wal.archive(source);

    assertThat(server.listed()).containsExactly(FIRST.toString());
    assertThat(incoming()).isEmptyDirectory();
    assertThat(Files.getAttribute(source, "unix:nlink")).isEqualTo(1);
    Files.write(source, otherBytes(FIRST));
    assertThatThrownBy(() -> server.wal.archive(source)).isInstanceOf(DuplicateWalException.class);
    assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
  }

  @Test
  void receivesWhatItCannotArchiveAtOnce() throws IOException {
    Path source = WalServer.SEGMENTS.write(pgWal, FIRST);
    try (HeldLock lock = server.context.locks().tryArchiveWal().orElseThrow()) {
      assertThat(lock).isNotNull();
      server.wal.archive(source);
    }
    assertThat(WalServer.names(incoming())).containsExactly(FIRST.toString());
    assertThat(server.archive().archived()).containsExactly(FIRST);
  }

  @Test
  void manyThreadsArchiveEachFileOnce() {
    for (int i = 0; i < 40; i++) {
      server.drop(WalServer.segment(i));
    }
    for (int i = 40; i < 50; i++) {
      WalServer.SEGMENTS.write(pgWal, WalServer.segment(i));
    }
    List<CompletableFuture<Void>> all =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(thread -> CompletableFuture.runAsync(() -> archiveAll(thread)))
            .toList();
    all.forEach(CompletableFuture::join);
    server.archive();

    assertThat(server.listed()).hasSize(50).doesNotHaveDuplicates().isSorted();
    assertThat(incoming()).isEmptyDirectory();
  }

  private void archiveAll(int thread) {
    for (int i = 0; i < 10; i++) {
      server.wal.archive(pgWal.resolve(WalServer.segment(40 + (i + thread) % 10).toString()));
      server.archive();
    }
  }

  @Test
  void fetchesFromWhereverItIs() throws IOException {
    Path destination = home.resolve("RECOVERYXLOG");
    assertThat(server.wal.fetch(FIRST, destination)).isEmpty();
    assertThat(destination).doesNotExist();

    Path streamed = WalServer.SEGMENTS.write(server.directory.streaming(), FIRST);
    assertThat(server.wal.fetch(FIRST, destination)).contains(streamed);
    Path dropped = server.drop(FIRST);
    assertThat(server.wal.fetch(FIRST, destination)).contains(dropped);
    server.archive();
    assertThat(server.wal.fetch(FIRST, destination)).contains(server.directory.wal(FIRST));
    assertThat(destination).hasBinaryContent(bytes(FIRST));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(destination)))
        .isEqualTo("rw-------");
    assertThat(home.resolve("RECOVERYXLOG.tmp")).doesNotExist();
  }

  @Test
  void fetchesAPartialSegmentOnlyIfAskedTo() throws IOException {
    WalFileName.Partial name = new WalFileName.Partial(FIRST);
    Path destination = home.resolve("got");
    Path partial = Files.write(incoming().resolve(name.toString()), bytes(FIRST));

    assertThat(server.wal.fetch(FIRST, destination)).isEmpty();
    assertThat(server.wal.fetchOrPartial(FIRST, destination)).contains(partial);
    server.archive();
    assertThat(server.wal.fetchOrPartial(FIRST, destination)).contains(server.directory.wal(name));
    server.drop(FIRST);
    server.archive();
    assertThat(server.wal.fetchOrPartial(FIRST, destination)).contains(server.directory.wal(FIRST));
  }

  /** CNPG#10092: what is half written is not there. */
  @Test
  void doesNotFetchWhatIsHalfWritten() throws IOException {
    Files.write(incoming().resolve(FIRST.toString()), new byte[8192]);

    assertThat(server.wal.fetch(FIRST, home.resolve("got"))).isEmpty();
    assertThat(WalServer.names(home)).doesNotContain("got", "got.tmp");
  }

  @Test
  void saysThatArchivedWalIsDamagedAndLeavesTheDestination() throws IOException {
    server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.GZIP);
    server.drop(FIRST);
    server.archive();
    Files.write(
        server.directory.wal(FIRST),
        java.util.Arrays.copyOf(stored(FIRST), stored(FIRST).length / 2));
    Path destination = Files.writeString(home.resolve("got"), "before");

    assertThatThrownBy(() -> server.wal.fetch(FIRST, destination))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(server.directory.wal(FIRST).toString());
    assertThat(destination).hasContent("before");
  }

  @Test
  void tellsAWrongDestinationFromMissingWal() {
    server.drop(FIRST);
    server.archive();

    assertThatThrownBy(() -> server.wal.fetch(FIRST, home.resolve("nowhere/got")))
        .isInstanceOf(StorageFailedException.class);
  }

  @Test
  void findsTheNewestSegmentOfATimeline() {
    TimelineId one = new TimelineId(1);
    assertThat(server.wal.newestOnDisk(one)).isEmpty();
    for (int number : List.of(5, 7000, 4095)) {
      server.drop(WalServer.segment(number));
    }
    server.drop(WalServer.segment(2, 9000));
    server.archive();

    assertThat(server.wal.newestOnDisk(one)).contains(WalServer.segment(7000));
    assertThat(server.wal.newestOnDisk(new TimelineId(2))).contains(WalServer.segment(2, 9000));
    assertThat(server.wal.newestOnDisk(new TimelineId(3))).isEmpty();
  }

  @Test
  void removesFilesLinesAndEmptyDirectories() throws IOException {
    for (int number : List.of(5, 6, 5000)) {
      server.drop(WalServer.segment(number));
    }
    server.archive();

    WalRemoval removal = server.wal.remove(line -> !line.name().equals(SECOND), NEVER);

    assertThat(removal.removed()).containsExactly(FIRST, WalServer.segment(5000));
    assertThat(removal.bytes()).isEqualTo(2 << 20);
    assertThat(server.listed()).containsExactly(SECOND.toString());
    assertThat(DurableFiles.parent(server.directory.wal(FIRST))).isDirectoryContaining("glob:**");
    assertThat(DurableFiles.parent(server.directory.wal(WalServer.segment(5000)))).doesNotExist();
  }

  @Test
  void removesWhatACrashOfARemovalLeft() throws IOException {
    server.drop(FIRST);
    server.drop(SECOND);
    server.archive();
    Files.delete(server.directory.wal(FIRST));

    assertThat(server.wal.remove(line -> line.name().equals(FIRST), NEVER).removed())
        .containsExactly(FIRST);
    assertThat(server.listed()).containsExactly(SECOND.toString());
  }
}
