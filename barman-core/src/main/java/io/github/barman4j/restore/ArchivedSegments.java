/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What planning asks of a WAL archive. */
interface ArchivedSegments {

  /** Returns the timelines that have a segment or a history here. */
  Set<TimelineId> timelines();

  /** Returns a timeline's history; empty if there is none here. */
  Optional<TimelineHistory> history(TimelineId timeline);

  /** Tells whether the segment is here, whole. */
  boolean contains(WalSegmentName segment);

  /** Returns the number of the last segment of a timeline; empty if it has none here. */
  OptionalLong lastNumber(TimelineId timeline, WalSegmentSize size);

  /** Opens a segment, decoded; the caller closes it. */
  InputStream open(WalSegmentName segment) throws IOException;
}
