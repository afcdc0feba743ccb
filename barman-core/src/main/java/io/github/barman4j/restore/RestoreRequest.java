/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to recover.
 *
 * @param target where recovery is to end
 * @param timeline along which timeline
 * @param backup to begin from; null lets the plan choose
 */
public record RestoreRequest(
    RecoveryTarget target, RecoveryTimeline timeline, @Nullable BackupId backup) {

  /** Checks that target and timeline are there. */
  public RestoreRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(timeline, "timeline");
  }

  /** Returns the request for a target on the latest timeline, from whichever backup is best. */
  public static RestoreRequest to(RecoveryTarget target) {
    return new RestoreRequest(target, RecoveryTimeline.latest(), null);
  }

  /** Returns this request along another timeline. */
  public RestoreRequest along(RecoveryTimeline newTimeline) {
    return new RestoreRequest(target, newTimeline, backup);
  }

  /** Returns this request from a backup of the caller's choice. */
  public RestoreRequest from(BackupId id) {
    return new RestoreRequest(target, timeline, Objects.requireNonNull(id, "id"));
  }
}
