/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which WAL a backup needs. */
class BackupWalTest {

  private static final BackupId ID = BackupId.of("20300601T000000");

  private static Optional<BackupWal> of(String... lines) {
    return BackupWal.of(InfoFile.parse(ID, String.join("\n", lines)));
  }

  /** PostgreSQL names the segment before a boundary, Barman the one behind. */
  @ParameterizedTest
  @CsvSource({
    "000000010000000000000004, 0/4000028, 000000010000000000000004",
    "000000010000000000000004, 0/4000000, 000000010000000000000003",
    "000000010000000000000003, 0/4000000, 000000010000000000000003",
    "000000010000000000000002, 0/2000000, 000000010000000000000002",
    "000000020000000000000004, 0/4000000, 000000020000000000000003",
  })
  void nothingBehindTheBoundaryOfASegmentIsNeeded(String endWal, String endLsn, String last) {
    BackupWal wal =
        of("begin_wal=000000010000000000000002", "end_wal=" + endWal, "end_xlog=" + endLsn)
            .orElseThrow();
    assertThat(wal.first()).hasToString("000000010000000000000002");
    assertThat(wal.last()).hasToString(last);
  }

  @Test
  void positionsStandInForNamesThatAreNotThere() {
    BackupWal wal = of("timeline=3", "begin_xlog=0/2000028", "end_xlog=0/4000000").orElseThrow();
    assertThat(wal.segments().map(WalSegmentName::toString))
        .containsExactly("000000030000000000000002", "000000030000000000000003");
  }

  @Test
  void itIsUnknownWhereNothingSaysIt() {
    assertThat(of("begin_wal=000000010000000000000002")).isEmpty();
    assertThat(of("end_wal=000000010000000000000002", "end_xlog=0/2000100")).isEmpty();
  }

  @Test
  void segmentsOfTheTimelinesInBetweenCount() {
    BackupWal wal =
        of("begin_wal=000000010000000000000002", "end_wal=000000020000000000000003").orElseThrow();
    assertThat(wal.contains(WalSegmentName.parse("000000020000000000000002"))).isTrue();
    assertThat(wal.contains(WalSegmentName.parse("000000030000000000000002"))).isFalse();
    assertThat(wal.contains(WalSegmentName.parse("000000010000000000000004"))).isFalse();
  }
}
