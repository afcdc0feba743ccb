/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.postgres.TimelineId;

/** Along which timeline to recover: PostgreSQL's {@code recovery_target_timeline}. */
public sealed interface RecoveryTimeline {

  /** Returns the newest timeline in the archive that descends from the backup. */
  static RecoveryTimeline latest() {
    return new Latest();
  }

  /** Returns the timeline on which the backup was taken. */
  static RecoveryTimeline current() {
    return new Current();
  }

  /** Returns this timeline, which must descend from the backup's. */
  static RecoveryTimeline of(TimelineId timeline) {
    return new Numbered(timeline);
  }

  /** The newest timeline that descends from the backup. */
  record Latest() implements RecoveryTimeline {}

  /** The backup's own timeline. */
  record Current() implements RecoveryTimeline {}

  /**
   * A timeline by its number.
   *
   * @param timeline the number
   */
  record Numbered(TimelineId timeline) implements RecoveryTimeline {}
}
