/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.wal.WalArchive;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores backups of one server and makes PostgreSQL recover to a point in time.
 *
 * <p>Thread-safe; restores into different directories can run at once. Holds nothing to close.
 */
public final class Restore {

  /** The name that the control file has below a data directory until the restore is whole. */
  public static final String WITHHELD_CONTROL_FILE = "global/pg_control.restoring";

  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

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
   * Requires that a plan can be carried out where the options say, as far as that can be known
   * before; changes nothing.
   *
   * @throws RestoreFailedException if a directory is not empty, or a tablespace would go where the
   *     options do not let it
   */
  public void check(RestorePlan plan, RestoreOptions options) {
    RestoreRun.check(plan.backup(), options);
  }

  /**
   * Carries a plan out. Afterwards starting PostgreSQL in the directory recovers to the target; the
   * files must belong to the user it runs as. It archives no WAL unless the options say so: what
   * the settings of the backup name is the archive of the cluster that was backed up.
   *
   * <p>Each directory is claimed by a file in it before anything is written: of two restores into
   * one directory one is refused and changes nothing. If it fails, what it wrote is removed, and
   * nothing else. If the process is killed, the directory has no {@code global/pg_control}, so that
   * PostgreSQL refuses it.
   *
   * @throws RestoreFailedException if a directory is not empty or cannot be written, another
   *     restore has claimed it, or a tablespace would go where the options do not let it
   * @throws StorageFailedException if the store fails; a broken connection alone is resumed
   * @throws RecoveryTargetUnreachableException if WAL of the plan is gone meanwhile
   * @throws CorruptArchiveException if a part is damaged or has members that do not belong in a
   *     backup, or a file is missing or not what the backup's manifest says
   * @throws io.github.barman4j.OperationCancelledException if it was cancelled or interrupted
   */
  public RestoreResult execute(RestorePlan plan, RestoreOptions options) {
    plan.warnings().forEach(LOG::warn);
    ExtractedBackup backup = new ExtractedBackup(plan.backup(), plan.parts());
    PlannedRecovery recovery =
        new PlannedRecovery(plan, options, new WalStaging(wal), context.executor());
    RestoreRun run = new RestoreRun(context, backup, options, recovery);
    return context.operations().run(run::run);
  }

  /**
   * Extracts a backup and nothing else: no WAL, no settings of recovery, no signal file. For a
   * caller who sees to all that: PostgreSQL, started in the directory, finds {@code backup_label}
   * and needs WAL from the backup's begin on, which is not proven to be in the archive here. See
   * {@link #execute} for what starts as it is.
   *
   * <p>The directories are as safe as with {@link #execute}: nothing goes over what is there, the
   * control file comes last, and what was written is removed if it fails. Of the options, WAL
   * delivery, target action and archiving have no meaning: the files are the backup's to the byte,
   * so that the cluster archives where the backup's did unless the caller sees to that, too.
   *
   * @param id of the backup, whose status is not looked at: of one that is not done the parts may
   *     be all there
   * @throws io.github.barman4j.UnknownBackupException if there is no such backup
   * @throws io.github.barman4j.UnsupportedFormatException if it is incremental, or a part has an
   *     unknown encoding
   * @throws RestoreFailedException as with {@link #execute}
   * @throws StorageFailedException if the store fails; a broken connection alone is resumed
   * @throws CorruptArchiveException if a part is missing, damaged or has members that do not belong
   *     in a backup
   * @throws io.github.barman4j.OperationCancelledException if it was cancelled or interrupted
   */
  public RestoreResult extract(BackupId id, RestoreOptions options) {
    BackupInfo info = catalog.get(BackupSelector.id(id));
    Candidates.requireFull(info);
    ExtractedBackup backup = new ExtractedBackup(info, catalog.partsOf(info).requireWhole());
    RestoreRun run = new RestoreRun(context, backup, options, new ExtractionOnly());
    return context.operations().run(run::run);
  }

  /**
   * Makes a tree recover as planned whose files another program has put in place, itself restored
   * from the plan's backup: links to the tablespaces, WAL or the command that fetches it, settings,
   * and at last the control file, without which PostgreSQL refuses the directory. Afterwards
   * starting PostgreSQL in it recovers to the target.
   *
   * <p>The control file waits as {@code global/pg_control.restoring}. Links and settings of
   * recovery that are there are replaced. What this writes is synced as the options say, what was
   * there before is not. If it fails, the control file still waits, and what was written stays.
   *
   * @return how many segments of WAL were staged
   * @throws CorruptArchiveException if the control file or {@code backup_label} is not there, or
   *     WAL is damaged
   * @throws RestoreFailedException if the directory cannot be written
   * @throws StorageFailedException if the store fails
   * @throws RecoveryTargetUnreachableException if WAL of the plan is gone meanwhile
   * @throws io.github.barman4j.OperationCancelledException if it was cancelled or interrupted
   */
  public long finish(RestorePlan plan, RestoreOptions options) {
    plan.warnings().forEach(LOG::warn);
    PlannedRecovery recovery =
        new PlannedRecovery(plan, options, new WalStaging(wal), context.executor());
    return new RestoreFinish(plan, options, recovery).run();
  }
}
