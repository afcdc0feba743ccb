/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.wal.WalRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A line for each timeline, from the first position that there is WAL of to the last: where there
 * is WAL, and where a backup begins that recovers, is kept too, or does not recover.
 */
final class TimelinePicture {

  private static final int NARROWEST = 10;
  private static final char WAL = '─';
  private static final char GAP = '·';
  private static final char RECOVERS = 'B';
  private static final char KEPT = 'K';
  private static final char BROKEN = 'x';
  private static final String LEGEND =
      WAL
          + " WAL  "
          + GAP
          + " missing  "
          + RECOVERS
          + " backup  "
          + KEPT
          + " kept  "
          + BROKEN
          + " not recoverable";

  private final ArchiveStatus status;
  private final int width;
  private final WalSegmentSize size;
  private final Map<TimelineId, char[]> lines = new LinkedHashMap<>();
  private long first;
  private long last;

  TimelinePicture(ArchiveStatus status, int width) {
    this.status = status;
    this.width = Math.max(NARROWEST, width);
    this.size = status.wal().segmentSize();
  }

  String draw() {
    List<WalRange> ranges = status.wal().ranges();
    if (ranges.isEmpty()) {
      return "";
    }
    first = bounds(ranges).min().orElse(0);
    last = bounds(ranges).max().orElse(0);
    status.wal().gaps().forEach(gap -> fill(gap, GAP));
    ranges.forEach(range -> fill(range, WAL));
    status.backups().forEach(this::mark);
    return text();
  }

  private static LongStream bounds(List<WalRange> ranges) {
    return ranges.stream().flatMapToLong(range -> LongStream.of(range.first(), range.last()));
  }

  private void fill(WalRange range, char with) {
    Arrays.fill(line(range.timeline()), column(range.first()), column(range.last()) + 1, with);
  }

  private char[] line(TimelineId timeline) {
    return lines.computeIfAbsent(timeline, none -> " ".repeat(width).toCharArray());
  }

  private int column(long segment) {
    long span = Math.max(1, last - first);
    long at = Math.max(0, Math.min(span, segment - first));
    return (int) Math.round((double) at * (width - 1) / span);
  }

  private void mark(BackupOverview backup) {
    backup
        .info()
        .beginWal()
        .ifPresent(wal -> line(wal.timeline())[column(wal.number(size))] = sign(backup));
  }

  private static char sign(BackupOverview backup) {
    if (!backup.isRecoverable()) {
      return BROKEN;
    }
    return backup.keep() == null ? RECOVERS : KEPT;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    lines.keySet().stream()
        .sorted()
        .forEach(
            timeline ->
                out.append(String.format(Locale.ROOT, "%4s ", timeline))
                    .append(new String(lines.get(timeline)).stripTrailing())
                    .append('\n'));
    String from = position(first);
    String to = position(last + 1);
    int space = Math.max(1, width - from.length() - to.length());
    out.append("     ").append(from).append(" ".repeat(space)).append(to).append('\n');
    return out.append("     ").append(LEGEND).append('\n').toString();
  }

  private String position(long segment) {
    return new Lsn(segment * size.bytes()).toString();
  }
}
