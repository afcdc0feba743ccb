/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.retention.RetentionPolicy.Redundancy;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What must hold of every decision, whatever led to it. A second, simpler look: it stands between a
 * mistake in the rules and someone's last backup.
 */
final class Invariants {

  private Invariants() {}

  static void check(Decision decision, RetentionRequest request, ArchiveState state) {
    Predicate<BackupState> deleted = backup -> decision.isDeleted(backup.id());
    List<BackupState> gone = state.backups().stream().filter(deleted).toList();
    List<BackupState> staying = state.backups().stream().filter(deleted.negate()).toList();
    require(gone.stream().noneMatch(backup -> backup.keep() != null), "a kept backup goes");
    require(gone.stream().noneMatch(BackupState::active), "a running backup goes");
    require(gone.stream().noneMatch(BackupState::isSnapshot), "a disk snapshot goes");
    require(
        gone.stream().noneMatch(parent -> staying.stream().anyMatch(parent::isParentOf)),
        "the parent of an incremental backup goes");
    require(
        restorable(staying) >= Math.min(restorable(state.backups()), promised(request)),
        "fewer restorable backups stay than promised");
    require(!gone.isEmpty() || decision.needs().bound() == null, "WAL goes without a backup");
    staying.stream()
        .filter(BackupState::isUsable)
        .forEach(backup -> requireItsWal(backup, decision.needs()));
  }

  private static long restorable(List<BackupState> backups) {
    return backups.stream().filter(BackupState::isRestorable).count();
  }

  private static int promised(RetentionRequest request) {
    if (request instanceof RetentionRequest.OneBackup one) {
      return one.minimumRedundancy();
    }
    RetentionPolicy policy = ((RetentionRequest.ByPolicy) request).policy();
    int wanted = policy instanceof Redundancy redundancy ? redundancy.backups() : 1;
    return Math.max(wanted, policy.minimumRedundancy());
  }

  private static void requireItsWal(BackupState backup, WalNeeds needs) {
    Stream.of(backup.begin(), backup.end())
        .flatMap(segment -> segment.stream())
        .forEach(
            segment ->
                require(
                    needs.whyNeeded(segment).isPresent(),
                    "WAL " + segment + " goes, which backup " + backup.id() + " needs"));
  }

  private static void require(boolean condition, String violation) {
    if (!condition) {
      throw new IllegalStateException(
          "Nothing is deleted, because the plan is wrong: "
              + violation
              + ". This is a mistake in barman4j; please report it");
    }
  }
}
