/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupInfo;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Makes backups of a PostgreSQL server on this host, as Barman does with {@code backup_method =
 * local-rsync}: file by file into {@code base/ID}, unchanged files optionally shared with the
 * backup before. Safe for use by many threads and processes, of which one backs up at a time.
 */
public final class LocalBackup {

  private final LocalContext context;
  private final LocalWal wal;

  LocalBackup(LocalContext context, LocalWal wal) {
    this.context = context;
    this.wal = wal;
  }

  /**
   * Backs up. When the copy is there, the WAL in {@code incoming} is archived; the backup is DONE
   * if that is all that it needs, else it is WAITING_FOR_WALS until {@link Promotion} finds the
   * rest. If it fails, it stays in the list as FAILED, without files, and earlier backups are as
   * they were. A process that is killed leaves it EMPTY or STARTED, which nothing uses.
   *
   * @param dataSource of a role that may call the backup functions and reads all settings; one
   *     connection is used
   * @param pgData the data directory of that server
   * @return the backup as it is at the end
   * @throws ForeignServerException if the directory has backups of another cluster
   * @throws ServerLockedException if another backup or a deletion is running
   * @throws BackupFailedException if it failed; names the step and the file
   * @throws OperationCancelledException if it was cancelled or the thread interrupted before the
   *     copy was complete; later, the backup is returned as it is
   * @throws StorageFailedException if the server directory cannot be used at all
   */
  public BackupInfo run(DataSource dataSource, Path pgData, LocalBackupOptions options) {
    return job(options)
        .run(Objects.requireNonNull(dataSource, "dataSource"), Objects.requireNonNull(pgData));
  }

  /**
   * Finds out what {@link #run} would copy, without writing anything and without backup mode.
   *
   * @throws ForeignServerException if the directory has backups of another cluster
   * @throws BackupFailedException if the server or its files cannot be read
   */
  public LocalBackupPlan plan(DataSource dataSource, Path pgData, LocalBackupOptions options) {
    return job(options)
        .plan(Objects.requireNonNull(dataSource, "dataSource"), Objects.requireNonNull(pgData));
  }

  private LocalBackupJob job(LocalBackupOptions options) {
    return new LocalBackupJob(context, wal, Objects.requireNonNull(options, "options"));
  }
}
