/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
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
import org.junit.jupiter.api.Test;

/** An archive under whose server name one cluster followed another, as after pg_upgrade. */
class UpgradedClusterTest {

  private static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  private static final SystemIdentifier OLD = new SystemIdentifier(7);
  private static final SystemIdentifier NEW = new SystemIdentifier(8);
  private static final String OF_OLD = "20260301T000000";
  private static final String OF_NEW = "20260302T000000";

  private final MemoryObjectStore store = new MemoryObjectStore("upgraded");
  private final Barman barman = Barman.builder().store(store).build();
  private final BarmanServer server = barman.server("s");

  @AfterEach
  void close() {
    barman.close();
  }

  /** The old cluster failed over to timeline 2, and the new one begins on timeline 1. */
  private void failedOverThenUpgraded() throws IOException {
    wal(OLD, 1, 2, 6);
    wal(OLD, 2, 5, 9);
    put("wals/00000002.history", "1\t0/500028\tno recovery target specified\n");
    backup(OF_OLD, OLD, 2, 6);
    wal(NEW, 1, 10, 12);
    put("barman4j/system-identifier", NEW.toString());
  }

  private RestorePlan plan(RestoreRequest request) {
    return server.restore().plan(request);
  }

  @Test
  void latestIsTheNewClustersThoughTheOldOneHasALaterTimeline() throws IOException {
    failedOverThenUpgraded();
    backup(OF_NEW, NEW, 1, 10);

    RestorePlan plan = plan(RestoreRequest.to(RecoveryTarget.latest()));

    assertThat(plan.backup().id().value()).isEqualTo(OF_NEW);
    assertThat(plan.history().timeline()).isEqualTo(TimelineId.of(1));
    assertThat(plan.walSegments()).isEqualTo(3);
  }

  @Test
  void aBackupOfTheOldClusterRecoversAlongItsOwnTimelineOnly() throws IOException {
    failedOverThenUpgraded();
    backup(OF_NEW, NEW, 1, 10);

    RestorePlan plan = plan(RestoreRequest.to(RecoveryTarget.latest()).from(BackupId.of(OF_OLD)));

    assertThat(plan.history().timeline()).isEqualTo(TimelineId.of(2));
    assertThat(plan.walSegments()).isEqualTo(4);
  }

  @Test
  void anArchiveWithoutABackupOfTheNewClusterDoesNotRecoverTheOldOneUnasked() throws IOException {
    failedOverThenUpgraded();

    assertThatThrownBy(() -> plan(RestoreRequest.to(RecoveryTarget.latest())))
        .isInstanceOf(RecoveryTargetUnreachableException.class)
        .hasMessageContaining("no backup of the cluster 8")
        .hasMessageContaining(OF_OLD);
  }

  @Test
  void walOfTheNewClusterThatFollowsOnTheSameTimelineIsNotTheOldOnes() throws IOException {
    wal(OLD, 1, 2, 9);
    backup(OF_OLD, OLD, 1, 3);
    wal(NEW, 1, 10, 12);
    backup(OF_NEW, NEW, 1, 10);
    put("barman4j/system-identifier", NEW.toString());

    assertThat(plan(RestoreRequest.to(RecoveryTarget.latest()).from(BackupId.of(OF_OLD))))
        .extracting(RestorePlan::walSegments)
        .isEqualTo(7L);
    assertThat(server.status().backups())
        .extracting(backup -> backup.recoverableTo().orElseThrow())
        .containsExactly(beginOf(10), beginOf(13));
  }

  @Test
  void theNewClusterMayArchiveThoughTheOldOneWasOnALaterTimeline() throws IOException {
    failedOverThenUpgraded();

    assertThatCode(() -> server.wal().requireEmptyOrOwned(NEW, TimelineId.of(1)))
        .doesNotThrowAnyException();
  }

  @Test
  void theLatestBackupIsTheOwnersThoughOneOfTheOldClusterEndedLater() throws IOException {
    backup("20260303T000000", OLD, 1, 6);
    backup(OF_NEW, NEW, 1, 10);
    put("barman4j/system-identifier", NEW.toString());

    assertThat(server.backups().get(BackupSelector.latest()).id().value()).isEqualTo(OF_NEW);
    assertThat(server.backups().get(BackupSelector.target()).id().value()).isEqualTo(OF_NEW);
  }

  @Test
  void aNoteThatNobodyCanReadKeepsNobodyFromRecovering() throws IOException {
    wal(OLD, 1, 2, 9);
    backup(OF_OLD, OLD, 1, 3);
    put("barman4j/system-identifier", "\u0000garbage");

    assertThat(plan(RestoreRequest.to(RecoveryTarget.latest())).backup().id().value())
        .isEqualTo(OF_OLD);
  }

  private static Lsn beginOf(long segment) {
    return new Lsn(segment * SIZE.bytes());
  }

  private void wal(SystemIdentifier cluster, int timeline, int first, int last) throws IOException {
    for (int number = first; number <= last; number++) {
      WalSegmentName name = WalSegmentName.at(TimelineId.of(timeline), beginOf(number), SIZE);
      store.put(
          ObjectKey.of("s/wals/" + name.hashDirectory() + "/" + name),
          ObjectBody.of(WalSegments.of(cluster, SIZE).bytes(name)),
          PutOptions.overwrite());
    }
  }

  private void backup(String id, SystemIdentifier cluster, int timeline, int segment)
      throws IOException {
    WalSegmentName wal = WalSegmentName.at(TimelineId.of(timeline), beginOf(segment), SIZE);
    String day = id.replaceFirst("(....)(..)(..)T.*", "$1-$2-$3");
    put("base/" + id + "/data.tar", "");
    put(
        "base/" + id + "/backup.info",
        "status=DONE%nversion=170005%nsystemid=%s%ntimeline=%d%nxlog_segment_size=%d%n"
                .formatted(cluster, timeline, SIZE.bytes())
            + "begin_wal=%1$s%nend_wal=%1$s%n".formatted(wal)
            + "begin_xlog=0/%1$X00028%nend_xlog=0/%1$X00100%n".formatted(segment)
            + "begin_time=%1$s 00:00:00+00:00%nend_time=%1$s 00:00:10+00:00%n".formatted(day));
  }

  private void put(String key, String text) throws IOException {
    store.put(ObjectKey.of("s/" + key), ObjectBody.of(text), PutOptions.overwrite());
  }
}
