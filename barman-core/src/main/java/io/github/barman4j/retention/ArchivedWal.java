/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which segments an archive has, by name. Runs of them are joined, so that memory does not grow
 * with the archive. For one thread until it is filled, then thread-safe.
 */
final class ArchivedWal {

  private final Map<TimelineId, TreeMap<Long, Long>> runs = new HashMap<>();

  private ArchivedWal() {}

  /** Lists the WAL of an archive. An empty object is no segment, whatever its name. */
  static ArchivedWal in(ArchiveObjects objects) {
    ArchivedWal wal = new ArchivedWal();
    objects
        .wal()
        .filter(file -> file.object().size() > 0)
        .forEach(
            file -> {
              if (file.name() instanceof WalSegmentName segment) {
                wal.add(segment);
              }
            });
    return wal;
  }

  private static long position(WalSegmentName segment) {
    return (Integer.toUnsignedLong(segment.log()) << Integer.SIZE)
        | Integer.toUnsignedLong(segment.segment());
  }

  private void add(WalSegmentName segment) {
    TreeMap<Long, Long> on = runs.computeIfAbsent(segment.timeline(), t -> new TreeMap<>());
    long position = position(segment);
    Map.Entry<Long, Long> before = on.floorEntry(position);
    if (before != null && before.getValue() >= position - 1) {
      on.put(before.getKey(), Math.max(before.getValue(), position));
    } else {
      on.put(position, position);
    }
  }

  private boolean contains(WalSegmentName segment) {
    TreeMap<Long, Long> on = runs.get(segment.timeline());
    long position = position(segment);
    return on != null
        && Optional.ofNullable(on.floorEntry(position))
            .filter(run -> run.getValue() >= position)
            .isPresent();
  }

  /**
   * Returns what a backup lacks to become consistent, in words; empty if nothing. Of an archive
   * without any segment nothing is asked: its WAL is kept elsewhere.
   */
  Optional<String> missing(BackupInfo backup) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    return BackupWal.of(backup)
        .map(this::missing)
        .orElseGet(() -> Optional.of("it does not say which WAL it needs"));
  }

  private Optional<String> missing(BackupWal needed) {
    return needed
        .firstMissing(runs.keySet(), this::contains)
        .map(segment -> "its WAL segment " + segment + " is not in the archive");
  }
}
