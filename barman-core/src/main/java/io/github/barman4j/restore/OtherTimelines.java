/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The timelines on which the archive goes on although recovery along the latest leaves them out: a
 * restored copy may have branched off while the server it came from runs on.
 *
 * @param taken the latest timeline, and the archive
 */
record OtherTimelines(WalTrail taken) {

  /**
   * Returns one warning for each that the backup leads to as well.
   *
   * @param last number of the last segment that is replayed
   */
  List<String> warnings(BackupInfo backup, long last) {
    return taken.archive().timelines().stream()
        .filter(timeline -> !timeline.equals(taken.history().timeline()))
        .flatMap(timeline -> lead(timeline, backup, last).map(lead -> warning(timeline, lead)))
        .toList();
  }

  private Stream<String> lead(TimelineId timeline, BackupInfo backup, long last) {
    return taken.history().contains(timeline)
        ? taken.history().switchPoint(timeline).stream()
            .filter(left -> goesOn(timeline, left, last))
            .map(left -> "it left timeline " + timeline + " at LSN " + left)
        : Stream.of("it does not descend from timeline " + timeline)
            .filter(lead -> taken.lastOf(timeline) >= 0 && leadsTo(timeline, backup));
  }

  /** What was not complete when the timeline was left can end in the same segment. */
  private boolean goesOn(TimelineId timeline, Lsn left, long last) {
    return last >= taken.size().segmentNumber(left)
        && taken.lastOf(timeline) > taken.size().segmentNumber(new Lsn(left.value() - 1));
  }

  private boolean leadsTo(TimelineId timeline, BackupInfo backup) {
    return taken
        .archive()
        .history(timeline)
        .filter(history -> Candidates.leadsTo(backup, history))
        .isPresent();
  }

  private String warning(TimelineId timeline, String lead) {
    TimelineHistory history = taken.history();
    return String.format(
        Locale.ROOT,
        "Timeline %s is the latest, but %s, whose WAL is in the archive up to %s;"
            + " to recover along that, ask for timeline %s (--target-tli %s)",
        history.timeline(),
        lead,
        taken.lastSegment(timeline),
        timeline,
        timeline);
  }
}
