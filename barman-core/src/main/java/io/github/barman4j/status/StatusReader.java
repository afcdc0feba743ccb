/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import io.github.barman4j.wal.WalRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the status of an archive: lists backups and WAL once, and the histories it needs. */
public final class StatusReader {

  private final BackupCatalog catalog;
  private final WalArchive wal;
  private final WalInventory inventory;
  private final Map<TimelineId, TimelineHistory> histories = new HashMap<>();

  private StatusReader(BarmanServer server) {
    catalog = server.backups();
    wal = server.wal();
    inventory = wal.inventory();
  }

  /** Returns the status of a server's archive; memory grows with backups and gaps, not with WAL. */
  public static ArchiveStatus read(BarmanServer server, Instant now) {
    return new StatusReader(server).read(server.name(), now);
  }

  private ArchiveStatus read(String serverName, Instant now) {
    BackupListing listing = catalog.list();
    return new ArchiveStatus(
        serverName,
        now,
        listing.backups().stream().map(this::overview).toList(),
        listing.unreadable(),
        catalog.running().stream().map(BackupInfo::id).toList(),
        inventory);
  }

  private BackupOverview overview(BackupInfo backup) {
    boolean restorable = backup.isRestorable();
    return new BackupOverview(
        backup,
        catalog.size(backup.id()),
        catalog.keepTarget(backup.id()).orElse(null),
        restorable ? backup.beginLsn().flatMap(begin -> reach(backup, begin)).orElse(null) : null,
        restorable ? missing(backup).orElse(null) : null);
  }

  private Optional<Lsn> reach(BackupInfo backup, Lsn begin) {
    return backup.timeline().flatMap(on -> inventory.endOfWal(latestThrough(on), begin));
  }

  /** The latest timeline that a cluster on this one can follow. */
  private TimelineHistory latestThrough(TimelineId timeline) {
    return inventory.timelines().stream()
        .map(this::history)
        .filter(history -> history.contains(timeline))
        .reduce((earlier, later) -> later)
        .orElseGet(() -> history(timeline));
  }

  private TimelineHistory history(TimelineId timeline) {
    return histories.computeIfAbsent(timeline, wal::history);
  }

  private Optional<WalSegmentName> missing(BackupInfo backup) {
    Optional<Lsn> begin = backup.beginLsn();
    Optional<Lsn> end = backup.endLsn();
    if (begin.isEmpty() || end.isEmpty() || !begin.get().isBefore(end.get())) {
      return backup.beginWal();
    }
    TimelineHistory history = history(backup.timeline().orElse(TimelineId.of(1)));
    return inventory.firstMissing(
        WalRange.needed(history, begin.get(), end.get(), inventory.segmentSize()));
  }
}
