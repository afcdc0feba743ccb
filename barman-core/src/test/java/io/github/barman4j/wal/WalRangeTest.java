/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineHistory.Switch;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalRangeTest {

  private static final WalSegmentSize SIZE = WalSegmentSize.DEFAULT;
  private static final TimelineId ONE = TimelineId.of(1);
  private static final TimelineId TWO = TimelineId.of(2);
  private static final TimelineId THREE = TimelineId.of(3);

  @ParameterizedTest
  @CsvSource({
    "0/2000028, 0/2000100, 1:2-2",
    "0/2000028, 0/3000000, 1:2-2",
    "0/2000028, 0/3000001, 1:2-3",
    "0/2000028, 0/5000000, 1:2-4",
    "0/2000028, 0/6000000, 1:2-4 2:5-5",
    "0/2000028, 0/9000001, 1:2-4 2:5-6 3:7-9",
    "0/5000028, 0/5000100, 2:5-5",
    "0/8000028, 0/9000001, 3:8-9",
    "0/FF000000, 1/1000000, 3:255-256"
  })
  void neededSegmentsFollowTheHistory(String begin, String end, String expected) {
    TimelineHistory history =
        new TimelineHistory(
            THREE,
            List.of(
                new Switch(ONE, Lsn.parse("0/5000100")), new Switch(TWO, Lsn.parse("0/7000000"))));

    assertThat(show(WalRange.needed(history, Lsn.parse(begin), Lsn.parse(end), SIZE)))
        .isEqualTo(expected);
  }

  @Test
  void timelineThatWasLeftInItsFirstSegmentIsNotNeeded() {
    TimelineHistory history =
        new TimelineHistory(
            THREE,
            List.of(
                new Switch(ONE, Lsn.parse("0/5000100")), new Switch(TWO, Lsn.parse("0/5000200"))));

    assertThat(show(WalRange.needed(history, Lsn.parse("0/4000000"), Lsn.parse("0/5000300"), SIZE)))
        .isEqualTo("1:4-4 3:5-5");
  }

  private static String show(List<WalRange> ranges) {
    return String.join(
        " ", ranges.stream().map(r -> r.timeline() + ":" + r.first() + "-" + r.last()).toList());
  }

  @Test
  void rangeKnowsItsEndsAndNames() {
    WalRange range =
        WalRange.of(
            WalSegmentName.parse("0000000100000000000000FE"),
            WalSegmentName.parse("000000010000000100000001"),
            SIZE);

    assertThat(range.count()).isEqualTo(4);
    assertThat(range.names())
        .map(WalSegmentName::toString)
        .containsExactly(
            "0000000100000000000000FE",
            "0000000100000000000000FF",
            "000000010000000100000000",
            "000000010000000100000001");
    assertThat(range.beginLsn()).isEqualTo(Lsn.parse("0/FE000000"));
    assertThat(range.endLsn()).isEqualTo(Lsn.parse("1/2000000"));
    assertThat(range).hasToString("0000000100000000000000FE to 000000010000000100000001");
    assertThat(range.contains(range.firstName().onTimeline(TWO))).isFalse();
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    WalSegmentName two = WalSegmentName.parse("000000010000000000000002");
    WalSegmentName one = WalSegmentName.parse("000000010000000000000001");
    Lsn position = Lsn.parse("0/2000000");
    TimelineHistory history = TimelineHistory.withoutAncestors(ONE);

    assertThatIllegalArgumentException().isThrownBy(() -> WalRange.of(two, one, SIZE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WalRange.of(one, two.onTimeline(TWO), SIZE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WalRange.needed(history, position, position, SIZE));
  }
}
