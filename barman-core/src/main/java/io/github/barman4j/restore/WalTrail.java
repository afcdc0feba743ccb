/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.internal.walrecord.WalEvents;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.wal.WalRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments that PostgreSQL reads when it recovers along a timeline: each segment number belongs
 * to the newest timeline of the history that had begun by then.
 *
 * <p>That is how PostgreSQL picks files: the segment in which a timeline was left is read from the
 * later timeline, whose copy begins with the earlier one's records.
 */
record WalTrail(TimelineHistory history, WalSegmentSize size, ArchivedSegments archive) {

  /** Returns the name under which the segment of this number is read. */
  WalSegmentName segment(long number) {
    return WalSegmentName.at(timelineOf(number), begin(number), size);
  }

  private TimelineId timelineOf(long number) {
    for (TimelineHistory.Switch left : history.switches()) {
      if (number < size.segmentNumber(left.lsn())) {
        return left.parent();
      }
    }
    return history.timeline();
  }

  /** Tells whether the segment of this number is in the archive. */
  boolean has(long number) {
    return archive.contains(segment(number));
  }

  /** Returns the number of the last segment in the archive, at least {@code from}. */
  long last(long from) {
    long last = from;
    for (TimelineHistory.Switch left : history.switches()) {
      last = Math.max(last, Math.min(lastOf(left.parent()), size.segmentNumber(left.lsn()) - 1));
    }
    return Math.max(last, lastOf(history.timeline()));
  }

  /** Returns the number of the last segment of a timeline in the archive, -1 if it has none. */
  long lastOf(TimelineId timeline) {
    return archive.lastNumber(timeline, size).orElse(-1);
  }

  /** Returns the last segment of a timeline that has one in the archive. */
  WalSegmentName lastSegment(TimelineId timeline) {
    return WalSegmentName.at(timeline, begin(lastOf(timeline)), size);
  }

  /** Returns the segments of these numbers, both included, as ranges. */
  List<WalRange> ranges(long first, long last) {
    return WalRange.needed(history, begin(first), begin(last + 1), size);
  }

  private Lsn begin(long number) {
    return new Lsn(number * size.bytes());
  }

  /** Returns the ranges of segments of these numbers that are not in the archive. */
  List<WalRange> missing(long first, long last) {
    List<WalRange> missing = new ArrayList<>();
    long begin = first;
    for (long number = first; number <= last + 1; number++) {
      if (number > last || has(number)) {
        missing.addAll(begin < number ? ranges(begin, number - 1) : List.of());
        begin = number + 1;
      }
    }
    return missing;
  }

  private InputStream open(long number) throws IOException {
    return new SequenceInputStream(archive.open(segment(number)), new Following(number + 1));
  }

  /** The next segment, opened only if a record reaches into it. */
  private final class Following extends InputStream {
    private final long number;
    private @Nullable InputStream opened;

    Following(long number) {
      this.number = number;
    }

    private InputStream opened() throws IOException {
      if (opened == null) {
        opened = has(number) ? archive.open(segment(number)) : InputStream.nullInputStream();
      }
      return opened;
    }

    @Override
    public int read() throws IOException {
      return opened().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return opened().read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (opened != null) {
        opened.close();
      }
    }
  }

  /** Reads the events that begin in the segment of a number; the caller closes the result. */
  WalEvents events(long number) throws IOException {
    return new WalEvents(open(number), begin(number + 1));
  }
}
