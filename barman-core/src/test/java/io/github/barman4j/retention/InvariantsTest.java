/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;
import static io.github.barman4j.catalog.Archive.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.retention.RetentionRequest.ByPolicy;
import io.github.barman4j.retention.RetentionRequest.OneBackup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever decision the rules come to, a wrong one is stopped. */
class InvariantsTest {

  private static final BackupInfo OLD = done("20300601T000000", "000000010000000000000002");
  private static final BackupInfo NEW = done("20300602T000000", "000000010000000000000004");
  private static final ByPolicy ONE =
      new ByPolicy(RetentionPolicy.redundancy(1), RetentionOptions.defaults());

  private final Archive archive = new Archive();

  private void check(RetentionRequest request, String bound, BackupInfo... deleted) {
    Duration grace = Duration.ofDays(1);
    ArchiveState state = new ArchiveReader(archive.context(), grace).read();
    Map<BackupId, Verdict> verdicts = new HashMap<>();
    for (BackupInfo backup : deleted) {
      verdicts.put(backup.id(), Verdict.goes("test"));
    }
    WalNeeds needs = new WalNeeds(WalSegmentName.parse(bound), "test", List.of(), true);
    Invariants.check(new Decision(verdicts, needs), request, state);
  }

  private void assertStopped(
      String violation, RetentionRequest request, String bound, BackupInfo... deleted) {
    assertThatIllegalStateException()
        .isThrownBy(() -> check(request, bound, deleted))
        .withMessageContaining("Nothing is deleted, because the plan is wrong: " + violation);
  }

  @Test
  void aRightDecisionPasses() {
    archive.put(OLD).put(NEW);
    assertThatNoException().isThrownBy(() -> check(ONE, "000000010000000000000004", OLD));
  }

  @Test
  void theLastBackupIsNotDeletedByAPolicy() {
    archive.put(OLD).put(NEW);
    assertStopped("fewer restorable backups", ONE, "000000010000000000000002", OLD, NEW);
    ByPolicy two =
        new ByPolicy(
            RetentionPolicy.recoveryWindow(Duration.ofDays(1)).withMinimumRedundancy(2),
            RetentionOptions.defaults());
    assertStopped("fewer restorable backups", two, "000000010000000000000004", OLD);
    assertStopped(
        "fewer restorable backups", new OneBackup(OLD.id(), 2), "000000010000000000000004", OLD);
  }

  @Test
  void neededWalIsNotDeleted() {
    archive.put(OLD).put(NEW);
    assertStopped(
        "WAL 000000010000000000000004 goes, which backup 20300602T000000 needs",
        ONE,
        "000000010000000000000005",
        OLD);
    assertStopped("WAL goes without a backup", ONE, "000000010000000000000002");
  }

  @Test
  void keptRunningSnapshotAndParentBackupsAreNotDeleted() {
    archive.put(OLD).put(NEW).put("shop/base/20300601T000000/annotations/keep", "full");
    assertStopped("a kept backup goes", ONE, "000000010000000000000004", OLD);
    archive.put(with(NEW, BackupField.STATUS, BackupStatus.STARTED));
    assertStopped("a running backup goes", ONE, "000000010000000000000002", NEW);
    archive.put(with(NEW, BackupField.SNAPSHOTS_INFO, Map.of("provider", "aws")));
    assertStopped("a disk snapshot goes", ONE, "000000010000000000000002", NEW);
    BackupInfo child = done("20300603T000000", "000000010000000000000006");
    archive.put(with(NEW, BackupField.CHILDREN_BACKUP_IDS, "20300603T000000, /")).put(child);
    assertStopped("the parent of an incremental backup goes", ONE, "000000010000000000000002", NEW);
  }

  @Test
  void countedBackupsAreThoseThePolicyReliesOn() {
    Map<BackupId, Verdict> verdicts =
        Map.of(OLD.id(), Verdict.goes("x"), NEW.id(), Verdict.counted(RetentionStatus.VALID, "x"));
    Decision decision = new Decision(verdicts, WalNeeds.everything("x"));
    assertThat(decision.counted()).isEqualTo(Set.of(NEW.id()));
    assertThat(decision.isDeleted(BackupId.of("unknown"))).isFalse();
  }
}
