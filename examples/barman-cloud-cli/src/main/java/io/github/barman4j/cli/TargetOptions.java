/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RecoveryTimeline;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where recovery is to end. */
final class TargetOptions {

  static final Exclusion ONE =
      Exclusion.atMostOne(
          "--target-time", "--target-lsn", "--target-name", "--target-xid", "--target-immediate");

  @Option(
      names = "--target-tli",
      paramLabel = "TIMELINE",
      description = "Timeline: a number, latest, or current for that of the backup.")
  @Nullable String timeline;

  @Option(
      names = "--target-time",
      paramLabel = "TIME",
      description = "A time such as '2026-03-01 10:15:00.5+01', by default in the local zone.")
  @Nullable String time;

  @Option(names = "--target-lsn", paramLabel = "LSN", description = "A position in the WAL.")
  @Nullable String lsn;

  @Addition
  @Option(
      names = "--target-name",
      paramLabel = "NAME",
      description = "A restore point, with --plan or --write-recovery-settings.")
  @Nullable String name;

  @Addition
  @Option(
      names = "--target-xid",
      paramLabel = "XID",
      description = "A transaction, with --plan or --write-recovery-settings.")
  @Nullable Long xid;

  @Addition
  @Option(
      names = "--target-immediate",
      description = "The end of the backup, with --plan or --write-recovery-settings.")
  boolean immediate;

  /** Tells whether there is a target that only recovery knows, not the choice of a backup. */
  boolean isOnlyForRecovery() {
    return name != null || xid != null || immediate;
  }

  /** Returns the time, null if none is given. */
  @Nullable Instant readTime() {
    return time == null ? null : TargetTimes.parse(time, ZoneId.systemDefault());
  }

  /** Returns the position, null if none is given. */
  @Nullable Lsn readLsn() {
    try {
      return lsn == null ? null : Lsn.parse(lsn.strip());
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument --target-lsn: " + e.getMessage());
    }
  }

  /** Returns the timeline, null if none is given. */
  @Nullable RecoveryTimeline readTimeline() {
    if (timeline == null) {
      return null;
    }
    return switch (timeline.strip()) {
      case "latest" -> RecoveryTimeline.latest();
      case "current" -> RecoveryTimeline.current();
      default -> RecoveryTimeline.of(number(timeline.strip()));
    };
  }

  private static TimelineId number(String text) {
    try {
      return TimelineId.of(Long.parseLong(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "argument --target-tli: '" + text + "' is neither a number from 1, latest nor current");
    }
  }

  /** Returns the target; the latest if none is given. */
  RecoveryTarget read() {
    Instant atTime = readTime();
    Lsn atLsn = readLsn();
    if (atTime != null) {
      return RecoveryTarget.time(atTime);
    } else if (atLsn != null) {
      return RecoveryTarget.lsn(atLsn);
    }
    return immediate ? RecoveryTarget.immediate() : named();
  }

  private RecoveryTarget named() {
    try {
      if (name != null) {
        return RecoveryTarget.restorePoint(name);
      }
      return xid == null ? RecoveryTarget.latest() : RecoveryTarget.xid(xid);
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument --target-name/--target-xid: " + e.getMessage());
    }
  }
}
