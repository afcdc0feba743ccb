/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.HEAD;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static io.github.barman4j.wal.WalHarness.compress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.archive.FirstLookMisses;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WalFetchTest {

  private static final WalFileName.Partial PARTIAL = new WalFileName.Partial(FIRST);
  private static final WalFileName BACKUP = WalFileName.parse(FIRST + ".00000028.backup");
  private static final WalFileName HISTORY = WalFileName.parse("00000002.history");

  private final WalHarness harness = new WalHarness();
  private final byte[] segment = harness.segments.bytes(FIRST);
  private final byte[] partial = harness.segments.withFilling(1).bytes(FIRST);

  @TempDir private Path dir;

  @AfterEach
  void noStreamIsLeftOpen() {
    harness.leaks.assertNothingOpen();
  }

  @Test
  void fileInTheConfiguredCompressionCostsOneGet() throws IOException {
    harness.put(harness.layout.wal(FIRST, ".zst"), compress(Compression.ZSTD, segment));

    Optional<ArchivedWal> fetched = harness.archive().fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
    assertThat(harness.store.calls()).extracting(Call::operation).containsExactly(GET);
    assertThat(fetched).get().extracting(ArchivedWal::outcome).isEqualTo(Outcome.FETCHED);
    assertThat(fetched).get().extracting(ArchivedWal::bytes).isEqualTo((long) SIZE.bytes());
    assertThat(WalHarness.files(dir)).containsExactly("to");
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void fileInAnotherCompressionIsFound(Codec codec) throws IOException {
    harness.put(
        harness.layout.wal(FIRST, codec.suffix()), compress(Compression.of(codec), segment));

    Optional<ArchivedWal> fetched =
        harness.archive(Compression.GZIP).fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
    assertThat(fetched).get().extracting(ArchivedWal::codec).isEqualTo(codec);
  }

  @Test
  void theCompressionOfTheLastFileIsTriedFirst() throws IOException {
    for (WalSegmentName name : List.of(FIRST, FIRST.next(SIZE))) {
      harness.put(
          harness.layout.wal(name, ".gz"),
          compress(Compression.GZIP, harness.segments.bytes(name)));
    }
    WalArchive archive = harness.archive(Compression.ZSTD);
    archive.fetch(FIRST, dir.resolve("first"));
    int before = harness.store.calls().size();

    assertThat(archive.fetch(FIRST.next(SIZE), dir.resolve("second"))).isPresent();

    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(GET);
  }

  @Test
  void absenceIsSaidAfterOneGetOneListAndALookAtTheArchive() throws IOException {
    harness.archive().archive(harness.segments.write(dir, FIRST.next(SIZE)));
    Path to = Files.createDirectory(dir.resolve("empty"));
    int before = harness.store.calls().size();

    assertThat(harness.archive().fetch(FIRST, to.resolve("to"))).isEmpty();
    assertThat(harness.store.calls().subList(before, harness.store.calls().size()))
        .extracting(Call::operation)
        .containsExactly(GET, LIST, HEAD);
    assertThat(to).isEmptyDirectory();
  }

  @Test
  void fileThatIsArchivedBetweenGetAndListIsFound() throws IOException {
    harness.put(harness.layout.wal(FIRST, ".zst"), compress(Compression.ZSTD, segment));
    FirstLookMisses late = new FirstLookMisses(harness.memory);

    WalArchive archive = new WalArchive(WalHarness.context(late), WalOptions.defaults());

    assertThat(archive.fetch(FIRST, dir.resolve("to"))).isPresent();
    assertThat(dir.resolve("to")).hasBinaryContent(segment);
  }

  @Test
  void partialSegmentStandsInForAMissingOne() throws IOException {
    harness.put(harness.layout.wal(PARTIAL, ".gz"), compress(Compression.GZIP, partial));

    Optional<ArchivedWal> fetched = harness.archive().fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(partial);
    assertThat(fetched).get().extracting(ArchivedWal::name).isEqualTo(PARTIAL);
  }

  @Test
  void partialSegmentDoesNotStandInIfNotAllowed() throws IOException {
    harness.put(harness.layout.wal(PARTIAL, ".gz"), compress(Compression.GZIP, partial));
    WalOptions options = WalOptions.builder().withoutPartialFallback().build();

    assertThat(harness.archive(options).fetch(FIRST, dir.resolve("to"))).isEmpty();
    assertThat(dir).isEmptyDirectory();
  }

  /** Barman's tools deliver the partial segment in some of these cases. */
  @ParameterizedTest
  @CsvSource({"'',''", "'',.gz", ".gz,''", ".snappy,''", ".xz,.gz", ".zst,''", ".zst,.bz2"})
  void completeSegmentComesBeforeThePartialOne(String complete, String other) throws IOException {
    put(FIRST, complete, segment);
    put(PARTIAL, other, partial);

    harness.archive(Compression.LZ4).fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
  }

  /** Barman's tools fail, or say that the file is missing, in some of these cases. */
  @Test
  void siblingsDoNotChangeHowAFileIsDecoded() throws IOException {
    put(FIRST, "", segment);
    put(BACKUP, ".gz", "START WAL".getBytes(UTF_8));
    harness.put(ObjectKey.of(harness.layout.walKey(FIRST) + ".foo.gz"), new byte[3]);
    harness.put(ObjectKey.of(harness.layout.walKey(FIRST) + ".gz.tmp"), new byte[3]);
    harness.put(ObjectKey.of(harness.layout.walKey(FIRST) + "/x.gz"), new byte[3]);

    harness.archive().fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
  }

  @ParameterizedTest
  @CsvSource({"''", ".gz", ".zst"})
  void backupHistoryPartialAndHistoryAreFetchedByName(String suffix) throws IOException {
    byte[] history = "1\t0/3000000\tno reason\n".getBytes(UTF_8);
    put(BACKUP, suffix, "START WAL".getBytes(UTF_8));
    put(HISTORY, suffix, history);
    put(PARTIAL, suffix, partial);

    harness.archive().fetch(BACKUP, dir.resolve("backup"));
    harness.archive().fetch(HISTORY, dir.resolve("history"));
    harness.archive().fetch(PARTIAL, dir.resolve("partial"));

    assertThat(dir.resolve("backup")).hasContent("START WAL");
    assertThat(dir.resolve("history")).hasBinaryContent(history);
    assertThat(dir.resolve("partial")).hasBinaryContent(partial);
  }

  @Test
  void segmentStoredInTwoCompressionsIsReadFromTheSoundOne() throws IOException {
    put(FIRST, ".zst", segment);
    byte[] gzip = compress(Compression.GZIP, segment);
    harness.put(harness.layout.wal(FIRST, ".gz"), java.util.Arrays.copyOf(gzip, 1000));

    harness.archive(Compression.GZIP).fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
    assertThat(WalHarness.files(dir)).containsExactly("to");
  }

  @Test
  void segmentThatBarmansHookStoredCompressedWithoutSuffixIsDecoded() throws IOException {
    harness.put(harness.layout.wal(FIRST, ""), compress(Compression.GZIP, segment));

    Optional<ArchivedWal> fetched = harness.archive().fetch(FIRST, dir.resolve("to"));

    assertThat(dir.resolve("to")).hasBinaryContent(segment);
    assertThat(fetched).get().extracting(ArchivedWal::codec).isEqualTo(Codec.GZIP);
  }

  @Test
  void destinationIsReplacedAndMayBeRelative() throws IOException {
    put(FIRST, ".zst", segment);
    Path working = Path.of("").toAbsolutePath();
    Path to = Files.writeString(dir.resolve("to"), "old");

    harness.archive().fetch(FIRST, working.relativize(to));

    assertThat(to).hasBinaryContent(segment);
  }

  private void put(WalFileName name, String suffix, byte[] content) throws IOException {
    Codec codec = Codec.ofFileName("x" + suffix);
    harness.put(harness.layout.wal(name, suffix), compress(Compression.of(codec), content));
  }
}
