/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums WAL files up in runs of segments without a hole; fed in the order of a listing. */
final class WalRuns {

  private final TreeMap<WalSegmentName, CopiedWal> runs = new TreeMap<>();
  private final Set<TimelineId> timelines = new TreeSet<>();
  private final WalSegmentSize size;

  WalRuns(WalSegmentSize size) {
    this.size = size;
  }

  void add(WalSegmentName segment, long bytes, boolean present) {
    timelines.add(segment.timeline());
    Map.Entry<WalSegmentName, CopiedWal> before = runs.floorEntry(segment);
    CopiedWal run =
        before != null && continues(before.getValue(), segment)
            ? before.getValue()
            : new CopiedWal(segment, segment, 0, 0, 0, 0);
    CopiedWal longer =
        new CopiedWal(
            run.first(),
            segment.compareTo(run.last()) > 0 ? segment : run.last(),
            run.files() + 1,
            run.bytes() + bytes,
            run.presentFiles() + (present ? 1 : 0),
            run.presentBytes() + (present ? bytes : 0));
    runs.put(run.first(), longer);
  }

  private boolean continues(CopiedWal run, WalSegmentName segment) {
    return run.last().timeline().equals(segment.timeline())
        && segment.number(size) <= run.last().number(size) + 1;
  }

  List<CopiedWal> all() {
    return List.copyOf(runs.values());
  }

  /** Tells whether the segment of this number is there on one of the timelines. */
  private boolean has(BackupWal needed, long number) {
    for (TimelineId timeline : timelines) {
      WalSegmentName segment = WalSegmentName.at(timeline, new Lsn(number * size.bytes()), size);
      Map.Entry<WalSegmentName, CopiedWal> run = runs.floorEntry(segment);
      if (needed.contains(segment) && run != null && run.getValue().contains(segment)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the number of the first segment that is missing, -1 if none is. */
  long firstMissing(BackupWal needed) {
    for (long n = needed.first().number(size); n <= needed.last().number(size); n++) {
      if (!has(needed, n)) {
        return n;
      }
    }
    return -1;
  }
}
