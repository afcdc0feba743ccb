/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.SystemIdentifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WAL of an archive by the cluster that wrote it. A server name may have had several clusters,
 * as after {@code pg_upgrade}, each with a timeline 1 of its own; a backup recovers with the WAL of
 * its own cluster only. A picture of the moment it was made; for one thread.
 */
public final class ClusterInventories {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterInventories.class);

  private final WalArchive wal;
  private final WalInventory all;
  private final @Nullable SystemIdentifier newest;
  private final Set<SystemIdentifier> clusters = new HashSet<>();
  private final Map<SystemIdentifier, WalInventory> known = new HashMap<>();

  /**
   * Lists the archive.
   *
   * @param backups all that are in it, which say which clusters there were
   */
  public ClusterInventories(WalArchive wal, List<BackupInfo> backups) {
    this.wal = wal;
    this.all = wal.inventory();
    backups.forEach(backup -> backup.systemIdentifier().ifPresent(clusters::add));
    this.newest = owner(wal);
    if (newest != null) {
      clusters.add(newest);
    }
  }

  /** A note that nobody can read keeps nobody from recovering. */
  private static @Nullable SystemIdentifier owner(WalArchive wal) {
    try {
      return wal.owner().orElse(null);
    } catch (CorruptArchiveException e) {
      LOG.warn("It is not known whose the archive is: {}", e.getMessage());
      return null;
    }
  }

  /** Returns everything, of whichever cluster. */
  public WalInventory all() {
    return all;
  }

  /** Returns the cluster that the archive belongs to now, empty if nothing says so. */
  public Optional<SystemIdentifier> newest() {
    return Optional.ofNullable(newest);
  }

  /** Tells whether there is more than one cluster. */
  public boolean areSeveral() {
    return clusters.size() > 1;
  }

  /** Returns the WAL of a cluster, and what does not say whose it is. */
  public WalInventory of(SystemIdentifier cluster) {
    return areSeveral()
        ? known.computeIfAbsent(cluster, one -> new ClusterScan(wal, all, one).scan())
        : all;
  }

  /** Returns the WAL that a backup recovers with; all if it does not say of which cluster it is. */
  public WalInventory of(BackupInfo backup) {
    return backup.systemIdentifier().map(this::of).orElse(all);
  }
}
