/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.restore.RecoveryTimeline;
import java.time.Instant;

/**
 * Chooses the backup to restore. Where the program chooses, it is among the backups that are whole;
 * Barman's takes a failed one too.
 */
final class BackupChoice {

  private static final String AUTO = "auto";

  private final BarmanServer server;
  private final TargetOptions target;

  BackupChoice(BarmanServer server, TargetOptions target) {
    this.server = server;
    this.target = target;
  }

  static boolean isAuto(String word) {
    return word.strip().equalsIgnoreCase(AUTO);
  }

  /**
   * Returns the backup for a word: {@code auto} has the target choose, which else has no meaning.
   *
   * @throws ToolException with 1 if there is none with the id, or none from which the target can be
   *     reached; with 4 if none has the name
   */
  BackupInfo choose(String word) {
    return isAuto(word) ? automatic() : Backups.get(server, word);
  }

  private BackupInfo automatic() {
    return server
        .backups()
        .find(selector())
        .orElseThrow(
            () ->
                new ToolException(
                    ExitCode.FAILED,
                    "Cannot find any candidate backup for recovery of server " + server.name()));
  }

  private BackupSelector selector() {
    BackupSelector.Target selector = BackupSelector.target();
    Instant time = target.readTime();
    Lsn lsn = target.readLsn();
    RecoveryTimeline timeline = target.readTimeline();
    selector = time == null ? selector : selector.endedBy(time);
    selector = lsn == null ? selector : selector.consistentBy(lsn);
    return timeline == null ? selector : selector.along(history(timeline));
  }

  private TimelineHistory history(RecoveryTimeline timeline) {
    if (timeline instanceof RecoveryTimeline.Numbered numbered) {
      return server.wal().history(numbered.timeline());
    }
    if (timeline instanceof RecoveryTimeline.Current) {
      throw new ToolException(
          ExitCode.OTHER, "--target-tli current says nothing about which backup to choose");
    }
    return server.wal().history(latest());
  }

  private TimelineId latest() {
    return server
        .wal()
        .latestTimeline()
        .orElseThrow(
            () ->
                new ToolException(
                    ExitCode.OTHER, "There is no WAL from which to tell the latest timeline"));
  }
}
