/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.examples.postgres.TargetTime;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RecoveryTargetAction;
import io.github.barman4j.restore.RecoveryTimeline;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where recovery is to end. */
final class TargetOptions {

  @ArgGroup Target target = new Target();

  /** At most one of them. */
  static final class Target {
    @Option(
        names = "--target-time",
        paramLabel = "TIME",
        description = "A time such as '2026-03-01 10:15:00+01', by default in the local zone.")
    @Nullable String time;

    @Option(names = "--target-lsn", paramLabel = "LSN", description = "A position in the WAL.")
    @Nullable String lsn;

    @Option(names = "--target-xid", paramLabel = "XID", description = "A transaction.")
    @Nullable Long xid;

    @Option(names = "--target-name", paramLabel = "NAME", description = "A restore point.")
    @Nullable String name;

    @Option(names = "--target-immediate", description = "The end of the backup.")
    boolean immediate;
  }

  @Option(
      names = "--target-tli",
      paramLabel = "TIMELINE",
      description = "A number, latest, or current for that of the backup; latest by default.")
  String timeline = "latest";

  @Option(
      names = "--target-action",
      paramLabel = "ACTION",
      description = "promote, pause or shutdown at the target; promote by default.")
  RecoveryTargetAction action = RecoveryTargetAction.PROMOTE;

  /**
   * Returns the target, the end of the archived WAL if none is given.
   *
   * @throws IllegalArgumentException if it is none
   */
  RecoveryTarget target() {
    if (target.time != null) {
      return RecoveryTarget.time(time(target.time));
    } else if (target.lsn != null) {
      return RecoveryTarget.lsn(Lsn.parse(target.lsn));
    } else if (target.xid != null) {
      return RecoveryTarget.xid(target.xid);
    } else if (target.name != null) {
      return RecoveryTarget.restorePoint(target.name);
    }
    return target.immediate ? RecoveryTarget.immediate() : RecoveryTarget.latest();
  }

  private static Instant time(String text) {
    try {
      return TargetTime.parse(text, ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--target-time: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the timeline.
   *
   * @throws IllegalArgumentException if it is none
   */
  RecoveryTimeline timeline() {
    return switch (timeline.toLowerCase(Locale.ROOT)) {
      case "latest" -> RecoveryTimeline.latest();
      case "current" -> RecoveryTimeline.current();
      default -> RecoveryTimeline.of(number(timeline));
    };
  }

  private static TimelineId number(String text) {
    try {
      return TimelineId.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--target-tli: expected a number, latest or current, got '" + text + "'", e);
    }
  }
}
