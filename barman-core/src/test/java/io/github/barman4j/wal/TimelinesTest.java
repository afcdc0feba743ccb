/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.wal.WalHarness.CLUSTER;
import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.OTHER_CLUSTER;
import static io.github.barman4j.wal.WalHarness.compress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.WalArchiveNotEmptyException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.testing.storage.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TimelinesTest {

  private static final TimelineId ONE = TimelineId.of(1);
  private static final TimelineId TWO = TimelineId.of(2);

  private final WalHarness harness = new WalHarness();

  @Test
  void historyIsReadInAnyCompression() throws IOException {
    history("1\t0/3000000\tno reason\n", Compression.XZ, ".xz");

    TimelineHistory history = harness.archive().history(TWO);

    assertThat(history.switchPoint(ONE)).contains(Lsn.parse("0/3000000"));
  }

  @Test
  void timelineWithoutHistoryHasNoAncestors() {
    assertThat(harness.archive().history(TWO)).isEqualTo(TimelineHistory.withoutAncestors(TWO));
  }

  @Test
  void historyThatCannotBeReadIsAnErrorAndNotNoAncestors() throws IOException {
    history("garbage", Compression.ZSTD, ".zst");

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> harness.archive().history(TWO))
        .withMessageContaining("00000002.history.zst");
  }

  @Test
  void outageIsNotNoAncestors() {
    harness.store.inject(Fault.unavailable().on(GET));

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> harness.archive().history(TWO));
  }

  @Test
  void latestTimelineIsThatOfAHistoryOrASegment() throws IOException {
    assertThat(harness.archive().latestTimeline()).isEmpty();
    segment();
    harness.put(ObjectKey.of("orders-db/wals/junk/x"), new byte[1]);
    assertThat(harness.archive().latestTimeline()).contains(ONE);
    history("1\t0/3000000\n", Compression.ZSTD, ".zst");
    assertThat(harness.archive().latestTimeline()).contains(TWO);
    harness.put(ObjectKey.of("orders-db/wals/0000000A00000000/x"), new byte[1]);
    assertThat(harness.archive().latestTimeline()).contains(TimelineId.of(10));
  }

  @Test
  void emptyArchiveAndOwnArchiveMayBeUsed() {
    assertThatCode(() -> harness.archive().requireEmptyOrOwned(CLUSTER, ONE))
        .doesNotThrowAnyException();
    segment();
    assertThatCode(() -> harness.archive().requireEmptyOrOwned(CLUSTER, ONE))
        .doesNotThrowAnyException();
  }

  /** plugin#842: the check ran after a failover and stopped archiving for good. */
  @Test
  void promotedServerMayGoOnWithItsArchive() throws IOException {
    segment();
    history("1\t0/3000000\n", Compression.ZSTD, ".zst");

    assertThatCode(() -> harness.archive().requireEmptyOrOwned(CLUSTER, TWO))
        .doesNotThrowAnyException();
  }

  @Test
  void serverThatWasLeftBehindMayNotGoOn() throws IOException {
    segment();
    history("1\t0/3000000\n", Compression.ZSTD, ".zst");

    assertThatExceptionOfType(WalArchiveNotEmptyException.class)
        .isThrownBy(() -> harness.archive().requireEmptyOrOwned(CLUSTER, ONE))
        .withMessageContaining("timeline 2");
  }

  @Test
  void otherClustersArchiveMayNotBeUsed() {
    segment();

    assertThatExceptionOfType(ForeignServerException.class)
        .isThrownBy(() -> harness.archive().requireEmptyOrOwned(OTHER_CLUSTER, ONE));
  }

  @Test
  void archiveOfNobodyThatIsNotEmptyMayNotBeUsed() throws IOException {
    history("1\t0/3000000\n", Compression.ZSTD, ".zst");

    assertThatExceptionOfType(WalArchiveNotEmptyException.class)
        .isThrownBy(() -> harness.archive().requireEmptyOrOwned(CLUSTER, TWO))
        .withMessageContaining("orders-db/wals/");
  }

  private void segment() {
    harness.put(harness.layout.wal(FIRST, ""), harness.segments.bytes(FIRST));
  }

  private void history(String text, Compression compression, String suffix) throws IOException {
    harness.put(
        harness.layout.wal(new WalFileName.History(TWO), suffix),
        compress(compression, text.getBytes(UTF_8)));
  }
}
