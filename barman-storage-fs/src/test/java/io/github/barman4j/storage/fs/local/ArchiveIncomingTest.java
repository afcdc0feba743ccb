/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the files in {@code incoming}. */
class ArchiveIncomingTest {

  private static final WalSegmentName FIRST = WalServer.segment(5);
  private static final WalSegmentName SECOND = WalServer.segment(6);
  private static final CancellationToken NEVER = new CancellationToken();

  @TempDir Path home;
  private WalServer server;

  @BeforeEach
  void makeServer() throws IOException {
    server = WalServer.of(home, Layout.UNIVERSAL);
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

  private Path errors() {
    return server.directory.errors();
  }

  private Path incoming() {
    return server.directory.incoming();
  }

  @Test
  void archivesSegmentsHistoriesAndLabelsWhereBarmanHasThem() throws IOException {
    server.drop(FIRST);
    Files.writeString(incoming().resolve("00000002.history"), "1\t0/500000\tno reason\n");
    Files.writeString(incoming().resolve(FIRST + ".00000028.backup"), "START WAL LOCATION: 0/5");
    Files.write(incoming().resolve(SECOND + ".partial"), bytes(SECOND));

    ArchivingResult result = server.archive();

    assertThat(result.archived()).hasSize(4);
    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.directory.wals().resolve("00000002.history")).exists();
    Path hashDirectory = server.directory.wals().resolve("0000000100000000");
    assertThat(hashDirectory.resolve(FIRST.toString())).hasBinaryContent(bytes(FIRST));
    assertThat(hashDirectory.resolve(FIRST + ".00000028.backup")).exists();
    assertThat(hashDirectory.resolve(SECOND + ".partial")).exists();
    assertThat(server.listed())
        .containsExactly(
            FIRST.toString(), FIRST + ".00000028.backup", SECOND + ".partial", "00000002.history");
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"NONE", "GZIP", "BZIP2"})
  void keepsModeAndTimeOfTheSource(Codec codec) throws IOException {
    server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.of(codec));
    Path source = server.drop(FIRST);
    Instant time = Instant.parse("2026-03-01T10:15:00.123456789Z");
    Files.setLastModifiedTime(source, FileTime.from(time));
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r-----"));

    server.archive();

    Path archived = server.directory.wal(FIRST);
    assertThat(Files.getLastModifiedTime(archived).toInstant()).isEqualTo(time);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archived)))
        .isEqualTo("rw-r-----");
    assertThat(server.wal.catalogue().read(NEVER).get(0).modified())
        .isEqualTo(CatalogueLine.seconds(time));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void compressesAsToldAndSaysSo(Codec codec) throws IOException {
    server = WalServer.compressing(home, Layout.MODERN, Compression.of(codec));
    server.drop(FIRST);

    server.archive();

    CatalogueLine line = server.wal.catalogue().read(NEVER).get(0);
    assertThat(Codec.sniff(stored(FIRST))).isEqualTo(codec);
    assertThat(line.compression()).isEqualTo(codec == Codec.NONE ? null : codec.toString());
    assertThat(line.size()).isEqualTo(stored(FIRST).length);
    assertThat(server.wal.fetch(FIRST, home.resolve("got"))).isPresent();
    assertThat(home.resolve("got")).hasBinaryContent(bytes(FIRST));
  }

  @ParameterizedTest
  @CsvSource({"LEGACY, XZ", "UNIVERSAL, ZSTD", "UNIVERSAL, LZ4", "LEGACY, SNAPPY"})
  void refusesCompressionThatOldBarmanRestoresAsGarbage(Layout layout, Codec codec)
      throws IOException {
    server = WalServer.compressing(home, layout, Compression.of(codec));
    Path source = server.drop(FIRST);

    assertThatThrownBy(server::archive).isInstanceOf(UnsupportedFormatException.class);
    assertThatThrownBy(() -> server.wal.archive(source))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("gzip, bzip2 or none");
    assertThat(source).exists();
  }

  @Test
  void leavesWhatIsCompressedAlready() throws IOException {
    server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.BZIP2);
    compressed(Compression.GZIP);
    byte[] before = Files.readAllBytes(incoming().resolve(FIRST.toString()));

    server.archive();

    assertThat(stored(FIRST)).isEqualTo(before);
    assertThat(server.wal.catalogue().read(NEVER).get(0).compression()).isEqualTo("gzip");
  }

  @Test
  void decompressesWhatOldBarmanWouldNot() throws IOException {
    compressed(Compression.ZSTD);

    server.archive();

    assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
  }

  private void compressed(Compression compression) throws IOException {
    try (OutputStream out = Files.newOutputStream(incoming().resolve(FIRST.toString()));
        OutputStream compressing = compression.compressing(out)) {
      compressing.write(bytes(FIRST));
    }
  }

  @Test
  void dropsWhatItHasAlreadyHoweverItIsCompressed() throws IOException {
    server.drop(FIRST);
    server.archive();
    compressed(Compression.GZIP);

    ArchivingResult result = server.archive();

    assertThat(result.duplicates()).containsExactly(FIRST);
    assertThat(result.archived()).isEmpty();
    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.listed()).containsExactly(FIRST.toString());
  }

  /** barman#11, plugin#263: WAL of another cluster never replaces what is archived. */
  @Test
  void movesOtherContentOfTheSameNameAside() throws IOException {
    server.drop(FIRST);
    server.archive();
    Files.write(incoming().resolve(FIRST.toString()), otherBytes(FIRST));
    server.drop(SECOND);

    ArchivingResult result = server.archive();

    assertThat(result.archived()).containsExactly(SECOND);
    assertThat(result.conflicts()).hasSize(1);
    assertThat(result.conflicts().get(0)).hasBinaryContent(otherBytes(FIRST));
    assertThat(Disk.name(result.conflicts().get(0)))
        .matches(FIRST + "\\.[0-9]{8}T[0-9]{6}Z\\.duplicate");
    assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
  }

  @Test
  void keepsBothOfTwoConflictsInOneSecond() throws IOException {
    server.drop(FIRST);
    server.archive();
    for (int filling = 1; filling <= 3; filling++) {
      byte[] other = WalServer.SEGMENTS.withFilling(filling).bytes(FIRST);
      Files.write(incoming().resolve(FIRST.toString()), other);
      server.archive();
    }
    assertThat(WalServer.names(errors())).hasSize(3);
  }

  @Test
  void takesAnEncryptedFileForAnother() throws IOException {
    server.drop(FIRST);
    server.archive();
    Files.write(server.directory.wal(FIRST), new byte[] {(byte) 0x85, 1, 12, 3, 9, 9});
    server.drop(FIRST);

    assertThat(server.archive().conflicts()).hasSize(1);
    assertThatThrownBy(() -> server.wal.fetch(FIRST, home.resolve("got")))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("encrypted");
    assertThat(home.resolve("got")).doesNotExist();
  }

  @Test
  void movesWhatIsNoWalAside() throws IOException {
    Files.createDirectories(incoming().resolve("directory/below"));
    Files.createDirectory(incoming().resolve(FIRST.toString()));
    Files.createSymbolicLink(incoming().resolve(SECOND.toString()), Path.of("/etc/passwd"));
    Files.writeString(incoming().resolve("strange"), "x");

    ArchivingResult result = server.archive();

    assertThat(result.unknown()).hasSize(4).allMatch(path -> path.startsWith(errors()));
    assertThat(result.unknown()).allMatch(path -> path.toString().endsWith("Z.unknown"));
    assertThat(incoming()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {".hidden", "000000010000000000000005.tmp", ".000000010000000000000005"})
  void doesNotSeeWhatIsBeingWritten(String name) throws IOException {
    Path file = Files.writeString(incoming().resolve(name), "x");

    ArchivingResult result = server.archive();

    assertThat(result.unknown()).isEmpty();
    assertThat(file).exists();
  }

  /** pgbackrest#842: a truncated segment is never archived as one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, (1 << 20) - 1, 1 << 19})
  void leavesATruncatedSegmentForAMinuteAndThenMovesItAside(int length) throws IOException {
    byte[] truncated = java.util.Arrays.copyOf(bytes(FIRST), length);
    Path file = Files.write(incoming().resolve(FIRST.toString()), truncated);

    assertThat(server.archive().unfinished()).containsExactly(FIRST);
    assertThat(file).exists();

    ArchivingResult result = WalServer.later(home, Duration.ofMinutes(2)).archive();
    assertThat(result.damaged()).hasSize(1);
    assertThat(result.damaged().get(0).toString()).endsWith("Z.error");
    assertThat(server.listed()).isEmpty();
    assertThat(server.wal.contains(FIRST)).isFalse();
  }

  @Test
  void archivesASegmentThatIsCompleteTheSecondTime() throws IOException {
    Path file = Files.write(incoming().resolve(FIRST.toString()), new byte[100]);
    server.archive();
    Files.write(file, bytes(FIRST));

    assertThat(server.archive().archived()).containsExactly(FIRST);
  }

  @Test
  void takesATruncatedCompressedSegmentForDamaged() throws IOException {
    compressed(Compression.GZIP);
    Path file = incoming().resolve(FIRST.toString());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));

    assertThat(WalServer.later(home, Duration.ofMinutes(2)).archive().damaged()).hasSize(1);
  }

  @Test
  void aFileThatCannotBeMovedDoesNotStopTheOthers() throws IOException {
    server.drop(FIRST);
    server.drop(SECOND);
    Files.writeString(server.directory.wals().resolve("0000000200000000"), "in the way");
    server.drop(WalServer.segment(2, 7));
    server.drop(WalServer.segment(3, 8));

    assertThatThrownBy(server::archive).isInstanceOf(StorageFailedException.class);

    assertThat(server.listed())
        .containsExactly(FIRST.toString(), SECOND.toString(), WalServer.segment(3, 8).toString());
    assertThat(incoming()).isDirectoryContaining("glob:**/00000002*");
  }

  @Test
  void endsWhatACrashLeftBetweenNameAndLine() throws IOException {
    server.drop(SECOND);
    server.archive();
    Path source = server.drop(FIRST);
    Files.createDirectories(DurableFiles.parent(server.directory.wal(FIRST)));
    Files.createLink(server.directory.wal(FIRST), source);

    assertThat(server.archive().archived()).containsExactly(FIRST);

    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.listed()).containsExactly(FIRST.toString(), SECOND.toString());
    assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
  }

  @Test
  void endsWhatACrashLeftBetweenLineAndRemoval() throws IOException {
    server.drop(FIRST);
    server.drop(SECOND);
    server.archive();
    Files.createLink(incoming().resolve(FIRST.toString()), server.directory.wal(FIRST));

    assertThat(server.archive().duplicates()).containsExactly(FIRST);

    assertThat(incoming()).isEmptyDirectory();
    assertThat(server.listed()).containsExactly(FIRST.toString(), SECOND.toString());
  }

  @Test
  void endsWhatACrashLeftInCompression() throws IOException {
    server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.GZIP);
    server.drop(FIRST);
    Path target = server.directory.wal(FIRST);
    Files.createDirectories(DurableFiles.parent(target));
    Path half = Files.write(target.resolveSibling(FIRST + ".tmp"), new byte[100]);

    assertThat(server.archive().archived()).containsExactly(FIRST);
    assertThat(half).doesNotExist();
  }

  @Test
  void archivesFromAnotherFileSystem() throws IOException {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(home)),
        "needs /dev/shm on another file system than that for temporary files");
    Path other = Files.createTempDirectory(memory, "incoming");
    try {
      server = WalServer.of(home, Layout.UNIVERSAL, options -> options.incomingDirectory(other));
      server.drop(FIRST);
      Files.writeString(other.resolve("strange"), "x");

      ArchivingResult result = server.archive();

      assertThat(result.archived()).containsExactly(FIRST);
      assertThat(result.unknown()).hasSize(1);
      assertThat(other).isEmptyDirectory();
      assertThat(stored(FIRST)).isEqualTo(bytes(FIRST));
      assertThat(WalServer.names(errors())).hasSize(1);
    } finally {
      io.github.barman4j.testing.process.FileTrees.delete(other);
    }
  }

  @Test
  void saysThatSomebodyElseArchives() {
    Path source = server.drop(FIRST);
    try (HeldLock lock = server.context.locks().tryArchiveWal().orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(server.archive().busy()).isTrue();
      assertThat(source).exists();
    }
    assertThat(server.archive().busy()).isFalse();
  }

  @Test
  void stopsBetweenTwoFilesWhenItIsCancelled() {
    server.drop(FIRST);
    CancellationToken cancelled = new CancellationToken();
    cancelled.cancel();

    assertThatThrownBy(() -> server.wal.archiveIncoming(cancelled))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(server.archive().archived()).containsExactly(FIRST);
  }

  @Test
  void whatAFileSystemHasInItsRootIsLeftAlone() throws IOException {
    Path found = Files.createDirectory(incoming().resolve("lost+found"));
    Files.createDirectory(server.directory.wals().resolve("lost+found"));
    server.drop(FIRST);

    assertThat(server.archive().unknown()).isEmpty();

    assertThat(found).exists();
    assertThat(server.wal.rebuildCatalogue(NEVER).skipped()).isEmpty();
    assertThat(server.listed()).containsExactly(FIRST.toString());
  }
}
