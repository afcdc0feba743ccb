/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.retention.RetentionRequest.OneBackup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides whether one backup may be deleted. */
final class SingleJudge {

  private SingleJudge() {}

  /**
   * Returns the verdicts on all backups.
   *
   * @throws BackupProtectedException if the backup must stay
   */
  static Map<BackupId, Verdict> judge(OneBackup request, ArchiveState state) {
    state.find(request.id()).ifPresent(backup -> requireDeletable(backup, request, state));
    Map<BackupId, Verdict> verdicts = new TreeMap<>();
    for (BackupState backup : state.backups()) {
      verdicts.put(backup.id(), verdict(backup, request));
    }
    return verdicts;
  }

  private static Verdict verdict(BackupState backup, OneBackup request) {
    if (backup.id().equals(request.id())) {
      return Verdict.goes("asked for");
    }
    if (backup.keep() != null) {
      boolean full = backup.keep() == KeepTarget.FULL;
      return Verdict.stays(
          full ? RetentionStatus.KEEP_FULL : RetentionStatus.KEEP_STANDALONE, "kept");
    }
    return Verdict.stays(
        backup.isRestorable() ? RetentionStatus.VALID : RetentionStatus.NOT_JUDGED,
        "not asked for");
  }

  private static void requireDeletable(BackupState backup, OneBackup request, ArchiveState state) {
    String what = "Backup " + backup.id() + " is not deleted: ";
    KeepTarget keep = backup.keep();
    if (keep != null) {
      throw new BackupProtectedException(
          what + "it is kept (" + keep.word() + "); release it first");
    }
    if (backup.active()) {
      throw new BackupProtectedException(
          what + "it is running; if its process died, wait until the grace period is over");
    }
    if (backup.isSnapshot()) {
      throw new UnsupportedFormatException(
          what + "it is held by disk snapshots; delete it with Barman");
    }
    requireNoChildren(what, backup, state);
    requireRedundancy(what, backup, request, state);
  }

  private static void requireNoChildren(String what, BackupState backup, ArchiveState state) {
    List<BackupId> children =
        state.backups().stream().filter(backup::isParentOf).map(BackupState::id).toList();
    if (!children.isEmpty()) {
      throw new BackupProtectedException(
          what + "incremental backups build on it; delete them first: " + children);
    }
  }

  private static void requireRedundancy(
      String what, BackupState backup, OneBackup request, ArchiveState state) {
    long restorable = state.backups().stream().filter(BackupState::isRestorable).count();
    if (backup.isRestorable() && restorable <= request.minimumRedundancy()) {
      throw new BackupProtectedException(
          what
              + "there are "
              + restorable
              + " restorable backups, and the minimum redundancy is "
              + request.minimumRedundancy());
    }
  }
}
