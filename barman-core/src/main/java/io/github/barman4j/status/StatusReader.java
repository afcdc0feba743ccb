/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupParts;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.wal.ClusterInventories;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the status of an archive: lists backups and WAL once, and the histories it needs. */
public final class StatusReader {

  private final BackupCatalog catalog;
  private final WalArchive wal;
  private final BackupListing listing;
  private final ClusterInventories inventories;
  private final Map<TimelineId, TimelineHistory> histories = new HashMap<>();

  private StatusReader(BarmanServer server) {
    catalog = server.backups();
    wal = server.wal();
    listing = catalog.list();
    inventories = new ClusterInventories(wal, listing.backups());
  }

  /** Returns the status of a server's archive; memory grows with backups and gaps, not with WAL. */
  public static ArchiveStatus read(BarmanServer server, Instant now) {
    return new StatusReader(server).read(server.name(), now);
  }

  private ArchiveStatus read(String serverName, Instant now) {
    return new ArchiveStatus(
        serverName,
        now,
        listing.backups().stream().map(this::overview).toList(),
        listing.unreadable(),
        catalog.running().stream().map(BackupInfo::id).toList(),
        inventories.all());
  }

  private BackupOverview overview(BackupInfo backup) {
    List<BackupPart> parts = catalog.parts(backup.id());
    boolean whole = backup.isRestorable() && BackupParts.of(backup, parts).isWhole();
    return new BackupOverview(
        backup,
        parts.stream().mapToLong(BackupPart::size).sum(),
        catalog.keepTarget(backup.id()).orElse(null),
        whole ? backup.beginLsn().flatMap(begin -> reach(backup, begin)).orElse(null) : null,
        backup.isRestorable() ? missing(backup).orElse(null) : null);
  }

  /** Along whichever timeline gets furthest: one that branched off before says nothing of it. */
  private Optional<Lsn> reach(BackupInfo backup, Lsn begin) {
    WalInventory inventory = inventories.of(backup);
    return backup.timeline().stream()
        .flatMap(on -> histories(on, begin, inventory))
        .flatMap(history -> inventory.endOfWal(history, begin).stream())
        .max(Comparator.naturalOrder());
  }

  /** The histories of all timelines that a cluster at a position of this one can follow. */
  private Stream<TimelineHistory> histories(
      TimelineId timeline, Lsn position, WalInventory inventory) {
    return Stream.concat(Stream.of(timeline), inventory.timelines().stream())
        .distinct()
        .map(this::history)
        .filter(history -> history.contains(timeline))
        .filter(
            history ->
                history.switchPoint(timeline).filter(left -> !position.isBefore(left)).isEmpty());
  }

  private TimelineHistory history(TimelineId timeline) {
    return histories.computeIfAbsent(
        timeline,
        one -> wal.findHistory(one).orElseGet(() -> TimelineHistory.withoutAncestors(one)));
  }

  private Optional<WalSegmentName> missing(BackupInfo backup) {
    WalInventory inventory = inventories.of(backup);
    return BackupWal.of(backup)
        .map(needed -> needed.firstMissing(inventory.timelines(), inventory::contains))
        .orElseGet(backup::beginWal);
  }
}
