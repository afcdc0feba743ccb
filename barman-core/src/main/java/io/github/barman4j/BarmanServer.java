/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.owner.OwnerChange;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.retention.Retention;
import io.github.barman4j.status.ArchiveStatus;
import io.github.barman4j.status.StatusReader;
import io.github.barman4j.tidy.Tidy;
import io.github.barman4j.verify.BackupVerifier;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalArchiver;
import io.github.barman4j.wal.WalArchiverOptions;
import io.github.barman4j.wal.WalFetcher;
import io.github.barman4j.wal.WalFetcherOptions;
import io.github.barman4j.wal.WalOptions;

/**
 * The archive of one PostgreSQL server: a cheap handle, made by {@link Barman#server}, that opens
 * the rooms. Thread-safe; nothing to close. When its {@link Barman} is closed, it and what it
 * opened throw {@link BarmanClosedException}.
 */
public final class BarmanServer {

  private final ServerContext context;

  BarmanServer(ServerContext context) {
    this.context = context;
  }

  /** Returns the server's name, first part of every key of its archive. */
  public String name() {
    return context.serverName();
  }

  /**
   * Takes a base backup of a running server.
   *
   * @return the backup, whole and in the store
   * @throws BackupFailedException if it could not be taken; nothing restorable is left behind
   * @throws OperationCancelledException if it was cancelled or interrupted
   */
  public BackupInfo backup(BackupSource source, BackupOptions options) {
    return new BaseBackup(open()).run(source, options);
  }

  /**
   * Reads what the archive is good for now: what can be recovered, what is missing, what it takes
   * up.
   *
   * @throws StorageFailedException if the store fails
   */
  public ArchiveStatus status() {
    return StatusReader.read(this, open().clock().instant());
  }

  /** Returns the room of base backups, for a dry run or to look at progress. */
  public BaseBackup baseBackup() {
    return new BaseBackup(open());
  }

  /** Returns what removes the remains of runs that were killed. */
  public Tidy tidy() {
    return new Tidy(open());
  }

  /** Returns what hands the archive to another cluster, as after {@code pg_upgrade}. */
  public OwnerChange ownerChange() {
    return new OwnerChange(open());
  }

  /** Returns the WAL archive, with default options. */
  public WalArchive wal() {
    return wal(WalOptions.builder().build());
  }

  /** Returns the WAL archive. */
  public WalArchive wal(WalOptions options) {
    return new WalArchive(open(), options);
  }

  /**
   * Opens a resident that archives WAL and uploads ahead of PostgreSQL; the caller closes it before
   * the store.
   */
  public WalArchiver walArchiver(WalOptions options, WalArchiverOptions archiverOptions) {
    return WalArchiver.open(wal(options), archiverOptions);
  }

  /** Opens a resident that archives WAL, with default options; see the other. */
  public WalArchiver walArchiver() {
    return walArchiver(WalOptions.defaults(), WalArchiverOptions.defaults());
  }

  /**
   * Opens a resident that fetches WAL and prefetches what recovery asks for next; the caller closes
   * it before the store.
   *
   * @throws StorageFailedException if its directory in the spool cannot be made
   */
  public WalFetcher walFetcher(WalOptions options, WalFetcherOptions fetcherOptions) {
    return WalFetcher.open(wal(options), fetcherOptions);
  }

  /** Opens a resident that fetches WAL, with default options of the archive; see the other. */
  public WalFetcher walFetcher(WalFetcherOptions fetcherOptions) {
    return walFetcher(WalOptions.defaults(), fetcherOptions);
  }

  /** Returns the catalog of backups. */
  public BackupCatalog backups() {
    return new BackupCatalog(open());
  }

  /** Returns the room where restores are planned and carried out. */
  public Restore restore() {
    return new Restore(open(), backups(), wal());
  }

  /** Returns the room where retention is planned and applied. */
  public Retention retention() {
    return new Retention(open());
  }

  /**
   * Returns the room where copies of this archive to another store, or another name, are planned
   * and carried out.
   *
   * @throws IllegalArgumentException if the target is this archive
   */
  public ArchiveCopy copyTo(BarmanServer target) {
    return new ArchiveCopy(open(), target.open());
  }

  /**
   * Verifies a backup without restoring it: everything is read, nothing is written.
   *
   * @return what was checked and every problem found; problems are no exceptions
   * @throws UnknownBackupException if there is no such backup
   * @throws StorageFailedException if the store fails
   */
  public VerificationReport verify(BackupId id) {
    return verify(id, VerifyOptions.defaults());
  }

  /** Verifies a backup as the options say; see the other. */
  public VerificationReport verify(BackupId id, VerifyOptions options) {
    return new BackupVerifier(open()).verify(id, options);
  }

  private ServerContext open() {
    context.operations().requireOpen();
    return context;
  }
}
