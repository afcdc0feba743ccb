/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An archive into which a restored and promoted copy archived beside the live server. */
class ForeignBranchTest {

  private static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  private static final SystemIdentifier CLUSTER = new SystemIdentifier(7);

  private final MemoryObjectStore store = new MemoryObjectStore("branched");
  private final Barman barman = Barman.builder().store(store).build();
  private final BarmanServer server = barman.server("s");

  @AfterEach
  void close() {
    barman.close();
  }

  /** The copy left timeline 1 in segment 5; the live server goes on there. */
  @BeforeEach
  void branch() throws IOException {
    wal(1, 2, 9);
    put("base/20260301T000000/data.tar", "");
    put(
        "base/20260301T000000/backup.info",
        """
        status=DONE
        version=170005
        systemid=7
        timeline=1
        xlog_segment_size=1048576
        begin_wal=000000010000000000000002
        end_wal=000000010000000000000002
        begin_xlog=0/200028
        end_xlog=0/200100
        begin_time=2026-03-01 00:00:00+00:00
        end_time=2026-03-01 00:00:10+00:00
        """);
    put("wals/00000002.history", "1\t0/500028\tno recovery target specified\n");
    wal(2, 5, 6);
  }

  private RestorePlan latestAlong(RecoveryTimeline timeline) {
    return server.restore().plan(RestoreRequest.to(RecoveryTarget.latest()).along(timeline));
  }

  @Test
  void theLiveTimelineIsRecoveredToItsEnd() {
    for (RecoveryTimeline live :
        new RecoveryTimeline[] {
          RecoveryTimeline.current(), RecoveryTimeline.of(TimelineId.of(1))
        }) {
      RestorePlan plan = latestAlong(live);

      assertThat(plan.history().timeline()).isEqualTo(TimelineId.of(1));
      assertThat(plan.wal().get(0).lastName()).hasToString("000000010000000000000009");
      assertThat(plan.walSegments()).isEqualTo(8);
      assertThat(plan.warnings()).isEmpty();
    }
  }

  @Test
  void theLatestTimelineIsTheCopysAndThePlanSaysHowToRecoverTheOther() {
    RestorePlan plan = latestAlong(RecoveryTimeline.latest());

    assertThat(plan.history().timeline()).isEqualTo(TimelineId.of(2));
    assertThat(plan.describe())
        .contains("it left timeline 1 at LSN 0/500028", "up to 000000010000000000000009")
        .contains("--target-tli 1");
    assertThat(plan.toJson()).contains("\"warnings\"", "it left timeline 1 at LSN 0/500028");
  }

  @Test
  void aTargetBeforeTheBranchIsTheSameOnBoth() {
    assertThat(server.restore().plan(RecoveryTarget.immediate()).warnings()).isEmpty();
  }

  @Test
  void aCopyThatBranchedOffBesideAFailoverIsNamedToo() throws IOException {
    put("wals/00000003.history", "1\t0/400028\tno recovery target specified\n");
    wal(3, 4, 5);

    assertThat(latestAlong(RecoveryTimeline.latest()).warnings())
        .hasSize(2)
        .anyMatch(warning -> warning.contains("does not descend from timeline 2"));
  }

  @Test
  void aFailoverAfterWhichNothingFollowsNeedsNoWarning() throws IOException {
    put("wals/00000002.history", "1\t0/A00000\tno recovery target specified\n");
    wal(2, 10, 11);

    assertThat(latestAlong(RecoveryTimeline.latest()).warnings()).isEmpty();
  }

  private void wal(int timeline, int first, int last) throws IOException {
    for (int number = first; number <= last; number++) {
      Lsn begin = new Lsn(number * (long) SIZE.bytes());
      WalSegmentName name = WalSegmentName.at(TimelineId.of(timeline), begin, SIZE);
      store.put(
          ObjectKey.of("s/wals/" + name.hashDirectory() + "/" + name),
          ObjectBody.of(WalSegments.of(CLUSTER, SIZE).bytes(name)),
          PutOptions.overwrite());
    }
  }

  private void put(String key, String text) throws IOException {
    store.put(ObjectKey.of("s/" + key), ObjectBody.of(text), PutOptions.overwrite());
  }
}
