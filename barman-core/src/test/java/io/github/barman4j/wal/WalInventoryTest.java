/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static io.github.barman4j.wal.WalHarness.compress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineHistory.Switch;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalInventoryTest {

  private static final TimelineId ONE = TimelineId.of(1);
  private static final TimelineId TWO = TimelineId.of(2);

  private final WalHarness harness = new WalHarness();

  @Test
  void emptyArchiveHasNothing() {
    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.isEmpty()).isTrue();
    assertThat(inventory.ranges()).isEmpty();
    assertThat(inventory.timelines()).isEmpty();
    assertThat(inventory.first(ONE)).isEmpty();
    assertThat(inventory.segmentSize()).isEqualTo(WalSegmentSize.DEFAULT);
    assertThat(inventory.contains(FIRST)).isFalse();
  }

  @Test
  void segmentsBecomeRangesAndGapsByTimeline() throws IOException {
    sound("000000010000000000000001");
    named("000000010000000000000002", "000000010000000000000003", "000000010000000000000006");
    named("000000020000000000000006", "000000020000000000000007");

    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.ranges())
        .containsExactly(range(ONE, 1, 3), range(ONE, 6, 6), range(TWO, 6, 7));
    assertThat(inventory.gaps()).containsExactly(range(ONE, 4, 5));
    assertThat(inventory.segmentCount()).isEqualTo(6);
    assertThat(inventory.first(ONE)).contains(FIRST);
    assertThat(inventory.last(ONE)).contains(WalSegmentName.parse("000000010000000000000006"));
    assertThat(inventory.timelines()).containsExactly(ONE, TWO);
    assertThat(inventory.ranges(TWO)).containsExactly(range(TWO, 6, 7));
  }

  /** plugin#603: 16 MiB were assumed, and wrong names looked like the end of the WAL. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 16 << 20, 64 << 20, 1 << 30})
  void segmentSizeIsReadFromTheArchive(int bytes) throws IOException {
    WalSegmentSize size = new WalSegmentSize(bytes);
    WalSegmentName last = new WalSegmentName(ONE, 0, (int) size.segmentsPerLog() - 1);
    byte[] beginning = java.util.Arrays.copyOf(headerOnly(last, size), 1 << 20);
    harness.put(harness.layout.wal(last, ".zst"), compress(Compression.ZSTD, beginning));
    named("000000010000000100000000");

    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.segmentSize()).isEqualTo(size);
    assertThat(inventory.ranges()).hasSize(1);
  }

  private static byte[] headerOnly(WalSegmentName name, WalSegmentSize size) {
    byte[] page = WalSegments.of(CLUSTER, SIZE).bytes(name);
    java.nio.ByteBuffer header =
        java.nio.ByteBuffer.wrap(page).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.putLong(8, name.beginLsn(size).value()).putInt(32, size.bytes());
    return page;
  }

  @Test
  void segmentSizeOfAFuturePostgresIsCounted() throws IOException {
    byte[] future = harness.segments.withMagic(0xD1F0).bytes(FIRST);
    harness.put(harness.layout.wal(FIRST, ".gz"), compress(Compression.GZIP, future));

    assertThat(harness.archive().segmentSize()).contains(SIZE);
  }

  @Test
  void damagedSegmentIsPassedOverForTheSize() throws IOException {
    harness.put(harness.layout.wal(FIRST, ".zst"), new byte[100]);
    sound("000000010000000000000002");

    assertThat(harness.archive().segmentSize()).contains(SIZE);
  }

  @Test
  void everythingElseIsCountedToo() throws IOException {
    sound("000000010000000000000001");
    put("0000000100000000/000000010000000000000001.gz", 10);
    put("0000000100000000/000000010000000000000001.00000028.backup", 10);
    put("0000000100000000/000000010000000000000002", 4096);
    put("0000000100000000/000000010000000000000003.gz", 0);
    put("0000000100000000/000000010000000000001000.gz", 10);
    put("0000000100000000/000000010000000000000004.partial", 10);
    put("0000000100000000/000000010000000000000004.partial.gz", 10);
    put("0000000100000000/notes.txt", 10);
    put("0000000200000000/000000010000000000000009.gz", 10);
    put("00000002.history", 10);
    put("00000003.history.gz", 10);

    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.ranges()).containsExactly(range(ONE, 1, 1));
    assertThat(inventory.duplicates().count()).isEqualTo(1);
    assertThat(inventory.unfit().first())
        .extracting(ObjectKey::lastName)
        .containsExactly(
            "000000010000000000000002",
            "000000010000000000000003.gz",
            "000000010000000000001000.gz");
    assertThat(inventory.unknown().first())
        .extracting(ObjectKey::lastName)
        .containsExactly("notes.txt", "000000010000000000000009.gz");
    assertThat(inventory.partials())
        .containsExactly(WalSegmentName.parse("000000010000000000000004"));
    assertThat(inventory.histories()).containsExactly(TWO, TimelineId.of(3));
    assertThat(inventory.backupHistoryCount()).isEqualTo(1);
    assertThat(inventory.contains(WalFileName.parse("00000002.history"))).isTrue();
    assertThat(inventory.contains(WalFileName.parse("00000004.history"))).isFalse();
    assertThat(inventory.contains(WalFileName.parse("000000010000000000000004.partial"))).isTrue();
  }

  @Test
  void lowerCaseNamesAreTheSameSegments() throws IOException {
    sound("00000001000000000000000A");
    put("0000000100000000/00000001000000000000000b.gz", 10);
    put("0000000100000000/00000001000000000000000C.gz", 10);

    assertThat(harness.archive().inventory().ranges()).containsExactly(range(ONE, 10, 12));
  }

  @Test
  void missingSegmentsOfARangeAreNamed() throws IOException {
    sound("000000010000000000000003");
    named("000000010000000000000004", "000000010000000000000007");
    WalInventory inventory = harness.archive().inventory();

    assertThat(
            inventory.missing(
                WalSegmentName.parse("000000010000000000000001"),
                WalSegmentName.parse("000000010000000000000009")))
        .containsExactly(range(ONE, 1, 2), range(ONE, 5, 6), range(ONE, 8, 9));
    assertThat(inventory.missing(range(ONE, 3, 4))).isEmpty();
    assertThat(inventory.missing(range(ONE, 5, 6))).containsExactly(range(ONE, 5, 6));
    assertThat(inventory.missing(range(TWO, 3, 4))).containsExactly(range(TWO, 3, 4));
    assertThat(inventory.firstMissing(List.of(range(ONE, 3, 4), range(ONE, 7, 8))))
        .contains(WalSegmentName.parse("000000010000000000000008"));
    assertThat(inventory.firstMissing(List.of(range(ONE, 3, 4)))).isEmpty();
  }

  @Test
  void endOfWalGoesAlongTheHistoryToTheFirstGap() throws IOException {
    sound("000000010000000000000002");
    named("000000010000000000000003", "000000010000000000000004");
    named("000000020000000000000004", "000000020000000000000005", "000000020000000000000007");
    TimelineHistory history =
        new TimelineHistory(TWO, List.of(new Switch(ONE, Lsn.parse("0/480000"))));
    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.endOfWal(history, Lsn.parse("0/280000"))).contains(Lsn.parse("0/600000"));
    assertThat(inventory.endOfWal(TimelineHistory.withoutAncestors(ONE), Lsn.parse("0/280000")))
        .contains(Lsn.parse("0/500000"));
    assertThat(inventory.endOfWal(history, Lsn.parse("0/180000"))).isEmpty();
  }

  @Test
  void describesItselfInWordsAndInJson() throws IOException {
    sound("000000010000000000000001");
    named("000000010000000000000003");
    put("00000002.history", 10);
    put("0000000100000000/a\"b\\c", 10);
    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.describe())
        .contains("Timeline 1\n  000000010000000000000001 (1 segments)")
        .contains("Missing: 000000010000000000000002 (1 segments)")
        .contains("Timeline 2 (history archived)")
        .contains("Not WAL: 1 objects");
    assertThat(inventory.toJson())
        .startsWith("{\"server_name\":\"orders-db\",\"segment_size\":1048576,\"segments\":2,")
        .contains("{\"timeline\":2,\"history\":true,\"ranges\":[]}")
        .contains(
            "\"gaps\":[{\"first\":\"000000010000000000000002\","
                + "\"last\":\"000000010000000000000002\",\"count\":1}]")
        .contains("a\\\"b\\\\c");
  }

  @Test
  void emptinessIsOneRequest() throws IOException {
    assertThat(harness.archive().isEmpty()).isTrue();
    put("0000000100000000/notes.txt", 10);

    assertThat(harness.archive().isEmpty()).isFalse();
    assertThat(harness.store.count(LIST)).isEqualTo(2);
    assertThat(harness.store.count(GET)).isZero();
  }

  @Test
  void outageInTheMiddleOfTheListingIsAnError() throws IOException {
    sound("000000010000000000000001");
    named(
        java.util.stream.IntStream.range(2, 1500)
            .mapToObj(i -> "0000000100000000%08X".formatted(i))
            .toArray(String[]::new));
    harness.store.inject(Fault.unavailable().on(LIST).fromCall(3));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().inventory());
  }

  @Test
  void hundredThousandSegmentsAreThreeRanges() throws IOException {
    sound("000000010000000000000001");
    for (int i = 2; i <= 100_000; i++) {
      if (i != 500 && i != 70_000) {
        named(WalSegmentName.at(ONE, new Lsn((long) i << 20), SIZE).toString());
      }
    }

    WalInventory inventory = harness.archive().inventory();

    assertThat(inventory.ranges())
        .containsExactly(range(ONE, 1, 499), range(ONE, 501, 69_999), range(ONE, 70_001, 100_000));
    assertThat(inventory.segmentCount()).isEqualTo(99_998);
  }

  private static WalRange range(TimelineId timeline, long first, long last) {
    return new WalRange(timeline, first, last, SIZE);
  }

  private void sound(String name) throws IOException {
    WalSegmentName segment = WalSegmentName.parse(name);
    harness.put(
        harness.layout.wal(segment, ".zst"),
        compress(Compression.ZSTD, harness.segments.bytes(segment)));
  }

  private void named(String... names) {
    for (String name : names) {
      harness.put(harness.layout.wal(WalSegmentName.parse(name), ".gz"), new byte[10]);
    }
  }

  private void put(String behindWals, int bytes) {
    harness.put(ObjectKey.of(harness.layout.walsPrefix() + behindWals), new byte[bytes]);
  }
}
