/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static io.github.barman4j.wal.WalHarness.compress;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong while fetching: the destination is whole or as before, and nothing lies about.
 */
class WalFetchFaultTest {

  private static final String OLD = "what was there before";

  private final WalHarness harness = new WalHarness();
  private final byte[] segment = harness.segments.bytes(FIRST);

  @TempDir private Path dir;
  private Path to;

  @BeforeEach
  void destinationExists() throws IOException {
    to = Files.writeString(dir.resolve("to"), OLD);
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    assertThat(WalHarness.files(dir)).containsExactly("to");
    assertThat(to).hasContent(OLD);
    harness.leaks.assertNothingOpen();
  }

  static Stream<Arguments> cuts() {
    return Arrays.stream(Codec.values())
        .flatMap(
            codec ->
                Stream.of(0.0, 0.00001, 0.1, 0.5, 0.9, 0.99999)
                    .map(part -> Arguments.of(codec, part)));
  }

  /** Barman delivers a short file for cut zstd and snappy, and says success. */
  @ParameterizedTest
  @MethodSource("cuts")
  void cutObjectIsAnErrorInEveryCompression(Codec codec, double part) throws IOException {
    byte[] whole = compress(Compression.of(codec), segment);
    store(codec, Arrays.copyOf(whole, (int) (whole.length * part)));

    assertFails(CorruptArchiveException.class);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void objectThatLacksItsLastByteIsAnErrorInEveryCompression(Codec codec) throws IOException {
    byte[] whole = compress(Compression.of(codec), segment);
    store(codec, Arrays.copyOf(whole, whole.length - 1));

    assertFails(CorruptArchiveException.class);
  }

  static Stream<Arguments> flips() {
    return Arrays.stream(Codec.values())
        .filter(codec -> codec != Codec.NONE)
        .flatMap(codec -> Stream.of(0.0, 0.2, 0.5, 0.8).map(part -> Arguments.of(codec, part)));
  }

  @ParameterizedTest
  @MethodSource("flips")
  void flippedBitIsAnErrorInEveryCompression(Codec codec, double part) throws IOException {
    byte[] damaged = compress(Compression.of(codec), segment);
    damaged[(int) (damaged.length * part)] ^= 0x10;
    store(codec, damaged);

    assertFails(CorruptArchiveException.class);
  }

  @Test
  void segmentCutToAnotherLegalSizeIsAnError() throws IOException {
    byte[] large = WalSegments.of(CLUSTER, new WalSegmentSize(4 << 20)).bytes(FIRST);
    store(Codec.ZSTD, compress(Compression.ZSTD, Arrays.copyOf(large, 2 << 20)));

    assertThat(assertFails(CorruptArchiveException.class)).hasMessageContaining("4194304");
  }

  /** 64 MiB of zeros are some 100 bytes of zstd; whoever wrote them decides how many there are. */
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void segmentThatExpandsBeyondItsSizeIsAnError(Codec codec) throws IOException {
    store(codec, compress(Compression.of(codec), Arrays.copyOf(segment, segment.length * 4)));

    assertThat(assertFails(CorruptArchiveException.class))
        .hasMessageContaining("at most " + segment.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-----BEGIN PGP MESSAGE-----\n", "\u0085\u0001\u000c\u0003\u00aa\u00bb"})
  void encryptedSegmentIsNamedAsWhatItIs(String message) throws IOException {
    store(Codec.NONE, message.getBytes(ISO_8859_1));

    assertThat(assertFails(CorruptArchiveException.class)).hasMessageContaining("OpenPGP");
  }

  @Test
  void otherSegmentUnderTheNameIsAnError() throws IOException {
    store(Codec.ZSTD, compress(Compression.ZSTD, harness.segments.bytes(FIRST.next(SIZE))));

    assertThat(assertFails(CorruptArchiveException.class))
        .hasMessageContaining(FIRST.next(SIZE).toString());
  }

  @Test
  void shortPartialSegmentDoesNotStandIn() throws IOException {
    harness.put(
        harness.layout.wal(new WalFileName.Partial(FIRST), ""), Arrays.copyOf(segment, 8192));

    assertFails(CorruptArchiveException.class);
  }

  @Test
  void partialSegmentDoesNotStandInForADamagedOne() throws IOException {
    store(Codec.ZSTD, new byte[10]);
    harness.put(harness.layout.wal(new WalFileName.Partial(FIRST), ""), segment);

    assertFails(CorruptArchiveException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no history", "3\t0/3000000\n"})
  void historyThatCannotBeReadIsAnError(String text) throws IOException {
    WalFileName history = WalFileName.parse("00000002.history");
    harness.put(
        harness.layout.wal(history, ".zst"), compress(Compression.ZSTD, text.getBytes(UTF_8)));

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> harness.archive().fetch(history, to));
  }

  /** wal-g#1195: an outage looked like "not there", and the server was promoted early. */
  @Test
  void outageIsNeverAbsence() {
    harness.store.inject(Fault.unavailable().on(GET));

    assertThat(assertFails(StorageFailedException.class)).hasMessageContaining("503");
  }

  @Test
  void outageOfTheListingIsNeverAbsence() {
    harness.store.inject(Fault.unavailable().on(LIST));

    assertThat(assertFails(StorageFailedException.class)).hasMessageContaining("503");
  }

  @Test
  void refusedCredentialsAreNeverAbsence() {
    harness.store.inject(Fault.accessDenied());

    assertThat(assertFails(StorageFailedException.class))
        .hasCauseInstanceOf(StoreAccessDeniedException.class);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void brokenConnectionIsAFailedStoreNotACorruptArchive(Codec codec) throws IOException {
    store(codec, compress(Compression.of(codec), segment));
    harness.store.inject(Fault.breakGetAfter(20_000));

    assertThat(assertFails(StorageFailedException.class)).hasMessageContaining("connection reset");
  }

  @Test
  void interruptEndsAHangingGet() throws Exception {
    harness.store.inject(Fault.hang().on(GET));

    Throwable thrown =
        Interrupting.whileCalled(harness.store, GET, 1, () -> harness.archive().fetch(FIRST, to));

    assertThat(thrown).isInstanceOf(OperationCancelledException.class);
  }

  @Test
  void interruptWhileWritingLeavesNothing() throws IOException {
    store(Codec.ZSTD, compress(Compression.ZSTD, segment));
    Thread.currentThread().interrupt();
    try {
      assertFails(OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void missingDirectoryIsAFailure() throws IOException {
    store(Codec.ZSTD, compress(Compression.ZSTD, segment));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().fetch(FIRST, dir.resolve("none").resolve("to")))
        .withMessageContaining("none");
  }

  @Test
  void fullDiskIsAFailureThatLeavesNothing() throws Exception {
    Path small = Files.createTempDirectory("barman4j-full");
    assumeTrue(mounted(small), "needs the right to mount a tmpfs");
    try {
      store(Codec.ZSTD, compress(Compression.ZSTD, segment));
      assertThatExceptionOfType(StorageFailedException.class)
          .isThrownBy(() -> harness.archive().fetch(FIRST, small.resolve("to")))
          .withMessageContaining("No space left");
      assertThat(small).isEmptyDirectory();
    } finally {
      run("umount", small.toString());
      Files.delete(small);
    }
  }

  private static boolean mounted(Path directory) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", directory.toString()) == 0;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void store(Codec codec, byte[] bytes) {
    harness.put(harness.layout.wal(FIRST, codec.suffix()), bytes);
  }

  private <T extends BarmanException> T assertFails(Class<T> type) {
    WalArchive archive = harness.archive();
    T thrown = catchThrowableOfType(type, () -> archive.fetch(FIRST, to));
    assertThat(thrown).isNotNull();
    return thrown;
  }
}
