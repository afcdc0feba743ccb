/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.wal.WalArchive;
import java.util.Objects;

/**
 * Restores backups of one server and makes PostgreSQL recover to a point in time.
 *
 * <p>Thread-safe; restores into different directories can run at once. Holds nothing to close.
 */
public final class Restore {

  private final ServerContext context;
  private final BackupCatalog catalog;
  private final WalArchive wal;

  /**
   * Makes the room of one server.
   *
   * @param context where the archive is
   * @param catalog of the same server
   * @param wal of the same server
   */
  public Restore(ServerContext context, BackupCatalog catalog, WalArchive wal) {
    this.context = Objects.requireNonNull(context, "context");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.wal = Objects.requireNonNull(wal, "wal");
  }

  /** Plans recovery to a target on the latest timeline from the best backup; see the other. */
  public RestorePlan plan(RecoveryTarget target) {
    return plan(RestoreRequest.to(target));
  }

  /**
   * Plans a recovery and proves that it can be done: chooses the backup, follows the timelines,
   * finds the target in the WAL, and checks that every segment from the backup to there is in the
   * archive. Reads only; for a time, a transaction or a restore point it reads WAL segments too.
   *
   * @throws RecoveryTargetUnreachableException if the target cannot be reached, with the reason and
   *     what is missing
   * @throws io.github.barman4j.UnknownBackupException if the request names a backup that is not
   *     there
   * @throws StorageFailedException if the store fails
   */
  public RestorePlan plan(RestoreRequest request) {
    return StoreFailures.during(
        "Planning recovery to " + request.target().describe(),
        () -> new PlanAssembly(catalog, wal).plan(request));
  }

  /**
   * Carries a plan out. Afterwards starting PostgreSQL in the directory recovers to the target; the
   * files must belong to the user it runs as.
   *
   * <p>If it fails, what was written is removed. If the process is killed, the directory has no
   * {@code global/pg_control}, so that PostgreSQL refuses it.
   *
   * @throws RestoreFailedException if a directory is not empty or cannot be written
   * @throws StorageFailedException if the store fails; a broken connection alone is resumed
   * @throws RecoveryTargetUnreachableException if WAL of the plan is gone meanwhile
   * @throws CorruptArchiveException if a part is damaged or has members that do not belong in a
   *     backup
   * @throws io.github.barman4j.OperationCancelledException if it was cancelled or interrupted
   */
  public RestoreResult execute(RestorePlan plan, RestoreOptions options) {
    return new RestoreRun(context, plan, options, new WalStaging(wal)).run();
  }
}
