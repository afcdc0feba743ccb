/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.UnreadableBackup;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a plan of what the catalog and the WAL archive hold. */
final class PlanAssembly {

  private final BackupCatalog catalog;
  private final WalArchive wal;

  PlanAssembly(BackupCatalog catalog, WalArchive wal) {
    this.catalog = catalog;
    this.wal = wal;
  }

  RestorePlan plan(RestoreRequest request) throws IOException {
    BackupListing listing = catalog.list();
    requireReadable(request.backup(), listing);
    ClusterBackups cluster = ClusterBackups.of(request, wal, listing.backups());
    ArchivedSegments archive = new Listed(wal, cluster.wal());
    Candidates candidates = new Candidates(cluster.backups(), archive);
    RestorePlanner.Decision decision = new RestorePlanner(request, archive, candidates).decide();
    return new RestorePlan(
        request,
        decision.backup(),
        decision.history(),
        parts(decision.backup()),
        decision.wal(),
        decision.found(),
        decision.warnings());
  }

  /** Of a backup that is asked for by id, "unknown" would be the wrong word for "damaged". */
  private static void requireReadable(@Nullable BackupId id, BackupListing listing) {
    for (UnreadableBackup unreadable : listing.unreadable()) {
      if (unreadable.id().equals(id)) {
        throw unreadable.cause();
      }
    }
  }

  private List<BackupPart> parts(BackupInfo backup) {
    return catalog.partsOf(backup).requireWhole();
  }

  /** What a listing found, and the archive it listed. */
  private record Listed(WalArchive wal, WalInventory inventory) implements ArchivedSegments {

    @Override
    public Set<TimelineId> timelines() {
      Set<TimelineId> timelines = new TreeSet<>(inventory.timelines());
      timelines.addAll(inventory.histories());
      return timelines;
    }

    @Override
    public Optional<TimelineHistory> history(TimelineId timeline) {
      return inventory.histories().contains(timeline)
          ? Optional.of(wal.history(timeline))
          : Optional.empty();
    }

    @Override
    public boolean contains(WalSegmentName segment) {
      return inventory.contains(segment);
    }

    @Override
    public OptionalLong lastNumber(TimelineId timeline, WalSegmentSize size) {
      return inventory.last(timeline).stream().mapToLong(last -> last.number(size)).findFirst();
    }

    @Override
    public InputStream open(WalSegmentName segment) throws IOException {
      return wal.open(segment)
          .map(content -> new CheckedSegment(segment, content))
          .orElseThrow(
              () -> new CorruptArchiveException(segment + " was listed and cannot be opened"));
    }
  }
}
