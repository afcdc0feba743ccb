/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import java.io.IOException;
import java.time.OffsetDateTime;

/** What the server says when a backup ends. */
public record BackupStop(Lsn lsn, TimelineId timeline, OffsetDateTime time, BackupLabel label) {

  /**
   * Makes sure that the backup ends on the timeline on which it began.
   *
   * @throws IOException if a standby was promoted meanwhile
   */
  public void requireOneTimeline() throws IOException {
    if (!timeline.equals(label.timeline())) {
      throw new IOException(
          "The timeline changed from %s to %s during the backup"
              .formatted(label.timeline(), timeline));
    }
  }
}
