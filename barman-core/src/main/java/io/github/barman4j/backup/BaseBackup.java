/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.work.Progress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes base backups of a running PostgreSQL in the archive of one server.
 *
 * <p>A backup runs in the thread that asks for it, with workers on the context's executor. It is
 * visible when it is whole, and its {@code backup.info} is written last. When it fails, PostgreSQL
 * has left backup mode, the parts are deleted and a {@code backup.info} with status FAILED says
 * why. Interrupting the thread or cancelling the token ends it the same way; once {@code
 * backup.info} is being written it is too late for that.
 *
 * <p>Thread-safe: backups may run at the same time.
 */
public final class BaseBackup {

  private final ServerContext context;
  private final ArchiveOwner owner;
  private final AtomicReference<@Nullable Progress> latest = new AtomicReference<>();

  /** Makes what backs up into the archive of a server; does nothing yet. */
  public BaseBackup(ServerContext context) {
    this.context = Objects.requireNonNull(context, "context");
    this.owner = new ArchiveOwner(context);
  }

  /**
   * Backs up.
   *
   * @return the content of {@code backup.info}, status DONE
   * @throws BackupFailedException if it failed; the message says in which phase and what to do
   * @throws OperationCancelledException if it was cancelled, or the thread interrupted
   * @throws ForeignServerException if the archive belongs to another cluster; nothing was written
   */
  public BackupInfo run(BackupSource source, BackupOptions options) {
    return take(source, options).info();
  }

  /**
   * Backs up, and tells what else there is to know of the backup: whether the WAL that it needs is
   * in this archive, and what was left out. WAL that has not arrived is no failure, since the
   * backup can be recovered once it has: the result says so, and a warning is logged.
   *
   * @return what became of the backup, which is DONE
   * @throws BackupFailedException if it failed; the message says in which phase and what to do
   * @throws OperationCancelledException if it was cancelled, or the thread interrupted
   * @throws ForeignServerException if the archive belongs to another cluster; nothing was written
   */
  public BackupResult take(BackupSource source, BackupOptions options) {
    Progress progress = new Progress(options.listener());
    latest.set(progress);
    BackupJob job = new BackupJob(context, owner, options, progress);
    return context.operations().run(() -> job.run((DataDirectorySource) source));
  }

  /**
   * Sends a backup that a Barman server has taken into a directory, for whoever has {@code
   * barman-cloud-backup} as a hook there. What PostgreSQL need not find in a data directory is left
   * out as in a backup of our own; {@code backup.info} becomes visible last, byte for byte. Of the
   * options, name, checkpoint, waits and connection have no meaning.
   *
   * <p>Does nothing if the backup is in the archive already with the same {@code backup.info}. If
   * it fails or is cancelled, nothing of the backup is left in the archive.
   *
   * @return what {@code backup.info} says
   * @throws BackupFailedException if it failed, or another backup has the id
   * @throws io.github.barman4j.UnsupportedFormatException if Barman has compressed the backup
   * @throws io.github.barman4j.CorruptArchiveException if {@code backup.info} cannot be read as one
   * @throws OperationCancelledException if it was cancelled, or the thread interrupted
   * @throws ForeignServerException if the archive belongs to another cluster; nothing was written
   */
  public BackupInfo relay(BarmanDirectory source, BackupOptions options) {
    Progress progress = new Progress(options.listener());
    latest.set(progress);
    BackupJob job = new BackupJob(context, owner, options, progress);
    return context.operations().run(() -> job.relay(source));
  }

  /**
   * Finds out what a backup would copy. Connects to the server and reads directories, but changes
   * nothing and leaves the store alone.
   *
   * @throws BackupFailedException if a backup would fail; its id is only the one it would have
   * @throws OperationCancelledException if it was cancelled, or the thread interrupted
   */
  public BackupPlan plan(BackupSource source, BackupOptions options) {
    Progress progress = new Progress(new BackupListener() {});
    BackupJob job = new BackupJob(context, owner, options, progress);
    return context.operations().run(() -> job.plan((DataDirectorySource) source));
  }

  /** Returns how far the backup that began last is, empty if there was none yet. */
  public Optional<BackupProgress> progress() {
    return Optional.ofNullable(latest.get()).map(Progress::snapshot);
  }
}
