/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.InvalidWalException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidWalTest {

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;

  @Test
  void promotedServersFirstSegmentHasAPageOfTheOldTimeline() throws IOException {
    WalSegmentName promoted = WalSegmentName.parse("000000020000000000000001");
    Path file = Files.write(dir.resolve(promoted.toString()), harness.segments.bytes(FIRST));

    assertThat(harness.archive().archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void segmentOfALaterTimelineIsRefused() throws IOException {
    WalSegmentName later = WalSegmentName.parse("000000030000000000000001");
    Path file = Files.write(dir.resolve(FIRST.toString()), harness.segments.bytes(later));

    assertRefused(file, "timeline 1 or before");
  }

  /** pgbackrest#842: a cut segment was archived and found a year later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 39, 8192, (1 << 20) - 1})
  void cutSegmentIsRefused(int bytes) throws IOException {
    byte[] cut = java.util.Arrays.copyOf(harness.segments.bytes(FIRST), bytes);

    assertRefused(Files.write(dir.resolve(FIRST.toString()), cut), "got " + bytes);
  }

  @Test
  void segmentCutToAnotherLegalSizeIsRefused() throws IOException {
    byte[] whole = WalSegments.of(CLUSTER, new WalSegmentSize(4 << 20)).bytes(FIRST);
    Path file = Files.write(dir.resolve(FIRST.toString()), java.util.Arrays.copyOf(whole, 2 << 20));

    assertRefused(file, "expected 4194304 bytes");
  }

  @Test
  void segmentThatWasNeverWrittenIsRefused() throws IOException {
    Path file = Files.write(dir.resolve(FIRST.toString()), new byte[SIZE.bytes()]);

    assertRefused(file, "has not written it yet");
  }

  @Test
  void recycledSegmentIsRefused() throws IOException {
    WalSegmentName name = WalSegmentName.parse("000000010000000000000007");
    Path file = Files.write(dir.resolve(name.toString()), harness.segments.bytes(FIRST));

    assertRefused(file, "recycled");
  }

  @Test
  void fileThatIsNoWalIsRefused() throws IOException {
    byte[] noise = harness.segments.bytes(FIRST);
    noise[1] = 0x42;
    assertRefused(
        Files.write(dir.resolve(FIRST.toString()), noise), "not begin with a page of WAL");
  }

  private void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(InvalidWalException.class)
        .isThrownBy(() -> harness.archive().archive(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(reason);
    assertThat(harness.store.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD106, 0xD10D, 0xD110, 0xD113, 0xD116, 0xD118})
  void segmentsOfPostgres13To18AreChecked(int magic) throws IOException {
    WalSegments segments = harness.segments.withMagic(magic);
    WalSegmentName other = WalSegmentName.parse("000000010000000000000007");
    Path wrong = Files.write(dir.resolve(other.toString()), segments.bytes(FIRST));

    assertRefused(wrong, "recycled");
    assertThat(harness.archive().archive(segments.write(dir, FIRST)).outcome())
        .isEqualTo(Outcome.ARCHIVED);
  }

  @Test
  void segmentOfAFuturePostgresIsArchivedEvenIfItsHeaderIsNotUnderstood() throws IOException {
    WalSegmentName other = WalSegmentName.parse("000000010000000000000007");
    byte[] future = harness.segments.withMagic(0xD1F0).bytes(FIRST);

    assertThat(
            harness.archive().archive(Files.write(dir.resolve(other.toString()), future)).bytes())
        .isEqualTo(SIZE.bytes());
  }

  @Test
  void segmentWrittenByABigEndianServerIsUnderstood() throws IOException {
    byte[] segment = harness.segments.bytes(FIRST);
    for (int[] field : new int[][] {{0, 2}, {2, 2}, {4, 4}, {8, 8}, {24, 8}, {32, 4}, {36, 4}}) {
      reverse(segment, field[0], field[1]);
    }
    WalSegmentName other = WalSegmentName.parse("000000010000000000000007");

    assertRefused(Files.write(dir.resolve(other.toString()), segment), "recycled");
    assertThat(
            harness.archive().archive(Files.write(dir.resolve(FIRST.toString()), segment)).bytes())
        .isEqualTo(SIZE.bytes());
  }

  private static void reverse(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length / 2; i++) {
      byte swap = bytes[offset + i];
      bytes[offset + i] = bytes[offset + length - 1 - i];
      bytes[offset + length - 1 - i] = swap;
    }
  }

  @Test
  void checksOfHeadersCanBeLeftOut() throws IOException {
    WalOptions options = WalOptions.builder().withoutHeaderChecks().build();
    Path noise = Files.write(dir.resolve(FIRST.toString()), new byte[1 << 20]);

    assertThat(harness.archive(options).archive(noise).outcome()).isEqualTo(Outcome.ARCHIVED);
    assertThat(harness.keys()).hasSize(1);
  }

  @Test
  void missingFileIsAnErrorOfItsOwn() {
    assertThatExceptionOfType(InvalidWalException.class)
        .isThrownBy(() -> harness.archive().archive(dir.resolve(FIRST.toString())))
        .withMessageContaining("Nothing was archived");
  }

  @Test
  void fileThatGrowsWhileItIsReadIsNotArchived() throws IOException {
    Path file = dir.resolve(FIRST + ".00000028.backup");
    Files.writeString(file, "START WAL LOCATION");
    LocalWal local = LocalWal.of(WalFileName.parse(file.getFileName().toString()), file);
    Files.writeString(file, "START WAL LOCATION: 0/1000028");

    assertThatExceptionOfType(InvalidWalException.class)
        .isThrownBy(
            () ->
                new WalUpload(
                        harness.store,
                        local,
                        harness.layout.wal(local.name(), ".zst"),
                        WalOptions.defaults())
                    .run())
        .withMessageContaining("18 bytes when it was opened and 29 when it was read");
    assertThat(harness.keys()).isEmpty();
  }

  @Test
  void otherNamesAreRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> harness.archive().archive(dir.resolve("postgresql.conf")));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> harness.archive().archive(Path.of("/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "one\t0/3000000\n", "2\t0/3000000\tnot before 2\n"})
  void historyThatCannotBeReadIsRefused(String text) throws IOException {
    assertRefused(Files.writeString(dir.resolve("00000002.history"), text), "00000002.history");
  }
}
