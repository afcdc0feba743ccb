/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.wal.ClusterInventories;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import java.util.List;
import java.util.Optional;

/**
 * The backups and the WAL of the one cluster that is to be recovered: that of the backup that is
 * asked for, or else the one that the archive belongs to now.
 *
 * @param backups of the cluster, and those that do not say whose they are
 * @param wal of the cluster
 */
record ClusterBackups(List<BackupInfo> backups, WalInventory wal) {

  static ClusterBackups of(RestoreRequest request, WalArchive wal, List<BackupInfo> all) {
    ClusterInventories inventories = new ClusterInventories(wal, all);
    BackupId id = request.backup();
    Optional<SystemIdentifier> cluster = id == null ? inventories.newest() : clusterOf(id, all);
    if (cluster.isEmpty() || !inventories.areSeveral()) {
      return new ClusterBackups(all, inventories.all());
    }
    List<BackupInfo> own = all.stream().filter(b -> isOf(cluster.get(), b)).toList();
    if (own.isEmpty() && !all.isEmpty()) {
      throw noneOf(cluster.get(), all);
    }
    return new ClusterBackups(own, inventories.of(cluster.get()));
  }

  private static Optional<SystemIdentifier> clusterOf(BackupId id, List<BackupInfo> all) {
    return all.stream()
        .filter(backup -> backup.id().equals(id))
        .findFirst()
        .flatMap(BackupInfo::systemIdentifier);
  }

  private static boolean isOf(SystemIdentifier cluster, BackupInfo backup) {
    return backup.systemIdentifier().map(cluster::equals).orElse(true);
  }

  private static RecoveryTargetUnreachableException noneOf(
      SystemIdentifier cluster, List<BackupInfo> others) {
    return new RecoveryTargetUnreachableException(
        "There is no backup of the cluster "
            + cluster
            + ", which the archive belongs to now. Take one; to recover a cluster before it, name one"
            + " of its backups by id: "
            + others.stream().map(backup -> backup.id().value()).toList());
  }
}
