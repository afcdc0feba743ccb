/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What goes and what stays of an archive; does no I/O.
 *
 * @param verdicts on all backups
 * @param needs the WAL that must stay
 */
record Decision(Map<BackupId, Verdict> verdicts, WalNeeds needs) {

  Decision {
    verdicts = new TreeMap<>(verdicts);
  }

  static Decision of(RetentionRequest request, ArchiveState state) {
    Map<BackupId, Verdict> verdicts =
        request instanceof RetentionRequest.ByPolicy byPolicy
            ? PolicyJudge.judge(byPolicy, state)
            : SingleJudge.judge((RetentionRequest.OneBackup) request, state);
    Decision undecided = new Decision(verdicts, WalNeeds.everything("undecided"));
    Decision decision = new Decision(verdicts, undecided.walNeeds(state));
    Invariants.check(decision, request, state);
    return decision;
  }

  private WalNeeds walNeeds(ArchiveState state) {
    Optional<WalSegmentName> bound =
        state.backups().stream()
            .filter(backup -> isDeleted(backup.id()))
            .filter(backup -> backup.isUsable() || backup.isHalfDeleted())
            .flatMap(backup -> backup.begin().stream())
            .max(BackupState.BY_POSITION);
    if (bound.isEmpty()) {
      return WalNeeds.everything("no backup goes that needed WAL");
    }
    return WalNeeds.of(without(state, this::isDeleted), bound.get(), counted());
  }

  static ArchiveState without(ArchiveState state, Predicate<BackupId> gone) {
    List<BackupState> survivors =
        state.backups().stream().filter(backup -> !gone.test(backup.id())).toList();
    return new ArchiveState(survivors, state.owner(), state.now());
  }

  boolean isDeleted(BackupId id) {
    Verdict verdict = verdicts.get(id);
    return verdict != null && verdict.isDeleted();
  }

  String reason(BackupId id) {
    return Objects.requireNonNull(verdicts.get(id)).reason();
  }

  /** Returns the backups that the policy relies on. */
  Set<BackupId> counted() {
    return verdicts.entrySet().stream()
        .filter(entry -> entry.getValue().counted())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
