/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.retention.RetentionOptions.FailedBackups;
import io.github.barman4j.retention.RetentionPolicy.RecoveryWindow;
import io.github.barman4j.retention.RetentionPolicy.Redundancy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies a policy to the backups of an archive, newest first. Used once. */
final class PolicyJudge {

  private final RetentionRequest.ByPolicy request;
  private final ArchiveState state;
  private final Map<BackupId, Verdict> verdicts = new TreeMap<>();
  private int counted;
  private boolean windowCovered;

  private PolicyJudge(RetentionRequest.ByPolicy request, ArchiveState state) {
    this.request = request;
    this.state = state;
  }

  static Map<BackupId, Verdict> judge(RetentionRequest.ByPolicy request, ArchiveState state) {
    PolicyJudge judge = new PolicyJudge(request, state);
    List<BackupState> newestFirst = new ArrayList<>(state.backups());
    Collections.reverse(newestFirst);
    newestFirst.forEach(judge::judge);
    judge.retainParents();
    return judge.verdicts;
  }

  private void judge(BackupState backup) {
    Verdict verdict = backup.isJudged() ? byPolicy(backup) : unjudged(backup);
    verdicts.put(backup.id(), withKeep(backup.keep(), verdict));
    counted += verdict.counted() ? 1 : 0;
  }

  private static Verdict withKeep(@Nullable KeepTarget keep, Verdict verdict) {
    if (keep == null) {
      return verdict;
    }
    return verdict.kept(
        keep == KeepTarget.FULL ? RetentionStatus.KEEP_FULL : RetentionStatus.KEEP_STANDALONE);
  }

  private Verdict byPolicy(BackupState backup) {
    Verdict verdict =
        request.policy() instanceof Redundancy redundancy
            ? byRedundancy(redundancy)
            : byWindow(backup, (RecoveryWindow) request.policy());
    return backup.isRestorable() || verdict.isDeleted()
        ? verdict
        : Verdict.stays(
            RetentionStatus.NOT_JUDGED, "it counts for nothing: " + backup.lacks().orElseThrow());
  }

  private Verdict byRedundancy(Redundancy policy) {
    int wanted = Math.max(policy.backups(), policy.minimumRedundancy());
    return counted < wanted
        ? Verdict.counted(
            RetentionStatus.VALID, "number " + (counted + 1) + " of " + wanted + " to retain")
        : Verdict.goes(wanted + " newer backups are retained");
  }

  private Verdict byWindow(BackupState backup, RecoveryWindow policy) {
    Optional<Instant> end = backup.known().endTime().map(time -> time.toInstant());
    if (end.isEmpty()) {
      return Verdict.stays(RetentionStatus.NOT_JUDGED, "it does not say when it ended");
    }
    if (!windowCovered) {
      return inWindow(backup, end.get(), state.now().minus(policy.window()));
    }
    return counted < policy.minimumRedundancy()
        ? Verdict.counted(
            RetentionStatus.POTENTIALLY_OBSOLETE,
            "only the minimum redundancy of " + policy.minimumRedundancy() + " needs it")
        : Verdict.goes("a newer backup ended before the recovery window begins");
  }

  private Verdict inWindow(BackupState backup, Instant end, Instant begin) {
    boolean first = end.isBefore(begin);
    windowCovered = first && backup.isRestorable();
    return Verdict.counted(
        RetentionStatus.VALID,
        first
            ? "the recovery window, which begins " + begin + ", is recovered from it"
            : "ended in the recovery window, which begins " + begin);
  }

  private Verdict unjudged(BackupState backup) {
    if (backup.problem() != null) {
      return stays("it is unreadable: " + backup.problem());
    }
    if (backup.active()) {
      return stays("it is running");
    }
    if (backup.isAbandoned()) {
      return Verdict.goes(
          "it never ended, and nothing was written for " + request.options().grace());
    }
    if (backup.isHalfDeleted()) {
      return Verdict.goes("its deletion was interrupted");
    }
    if (backup.isFailed()) {
      return request.options().failed() == FailedBackups.GO
          ? Verdict.goes("it failed")
          : stays("it failed");
    }
    return stays(oddity(backup));
  }

  private static String oddity(BackupState backup) {
    if (backup.isSnapshot()) {
      return "it is held by disk snapshots, which barman4j does not delete";
    }
    if (backup.isUsable()) {
      return backup.known().isIncremental() ? "it is incremental" : "its WAL is not all archived";
    }
    return "it never ended, and nothing was written of late: see if it can be deleted by id";
  }

  private static Verdict stays(String reason) {
    return Verdict.stays(RetentionStatus.NOT_JUDGED, reason);
  }

  private void retainParents() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (BackupState backup : state.backups()) {
        changed |= deleted(backup) && retainIfParent(backup);
      }
    }
  }

  private boolean retainIfParent(BackupState backup) {
    Optional<BackupState> child =
        state.backups().stream()
            .filter(other -> !deleted(other) && backup.isParentOf(other))
            .findFirst();
    child.ifPresent(other -> verdicts.put(backup.id(), parentOf(other)));
    return child.isPresent();
  }

  private static Verdict parentOf(BackupState child) {
    String reason = "incremental backup " + child.id() + " builds on it";
    return Verdict.stays(RetentionStatus.VALID, reason);
  }

  private boolean deleted(BackupState backup) {
    Verdict verdict = verdicts.get(backup.id());
    return verdict != null && verdict.isDeleted();
  }
}
