/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.targets.ClaimedContent;
import io.github.barman4j.internal.targets.TargetContent;
import io.github.barman4j.internal.targets.TargetDirectories;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores backups of a Barman server's directory and makes PostgreSQL recover to a point in time.
 *
 * <p>Where each tablespace goes must be said in the options, even if it goes to where it was: on
 * the host of the backup that is where the live cluster has it. Nothing outside the targets is
 * written, and no file of a backup is linked to. Settings that would let the restored cluster
 * archive into the archive of the other are taken out, those that lead elsewhere are told in the
 * result's warnings.
 *
 * <p>Before the control file gets its name, the result is compared with the {@code backup_manifest}
 * of the backup, if it has one: every file is there and has its size. Files and data pages are not
 * read for their checksums, whatever the options say of pages; what could not be proved is in the
 * result.
 *
 * <p>Takes no lock, as Barman's restore does not: if the backup is deleted meanwhile, the restore
 * fails. Thread-safe; restores into different directories can run at once. Holds nothing to close.
 */
public final class LocalRestore {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRestore.class);
  private static final String FIRST_LAYOUT = "pgdata";
  private static final String ENCRYPTED = ".gpg";

  private final LocalContext context;
  private final WalArchive wal;
  private final Restore core;

  LocalRestore(LocalContext context) {
    this.context = context;
    ServerContext view =
        new ServerContext(
            new ServerDirectoryStore(context),
            context.serverName(),
            context.executor(),
            context.clock());
    this.wal = new WalArchive(view, WalOptions.defaults());
    this.core = new Restore(view, new BackupCatalog(view), wal);
  }

  /** Plans recovery to a target on the latest timeline from the best backup; see the other. */
  public RestorePlan plan(RecoveryTarget target) {
    return plan(RestoreRequest.to(target));
  }

  /**
   * Plans a recovery and proves that it can be done, see {@link Restore#plan(RestoreRequest)}. The
   * parts of the plan are the directories of the backup, each as if it were a tar.
   *
   * @throws RecoveryTargetUnreachableException if the target cannot be reached, with the reason and
   *     what is missing
   * @throws UnknownBackupException if the request names a backup that is not there
   * @throws UnsupportedFormatException if the WAL that it lacks may be there, but encrypted; or the
   *     backup has the layout of Barman before 2.0
   * @throws StorageFailedException if the server directory cannot be read
   */
  public RestorePlan plan(RestoreRequest request) {
    BackupId id = request.backup();
    if (id != null) {
      requireKnownLayout(id);
    }
    try {
      RestorePlan plan = core.plan(request);
      requireKnownLayout(plan.backup().id());
      return plan;
    } catch (RecoveryTargetUnreachableException e) {
      throw encryptedInstead(e);
    }
  }

  private void requireKnownLayout(BackupId id) {
    Path first = context.directory().backup(id).resolve(FIRST_LAYOUT);
    if (Files.isDirectory(first)) {
      throw new UnsupportedFormatException(
          "Backup "
              + id
              + " has its files in "
              + first
              + ", as Barman wrote them before 2.0; restore it with Barman");
    }
  }

  /** Missing is the wrong word for WAL that is there and cannot be read. */
  private BarmanException encryptedInstead(RecoveryTargetUnreachableException unreachable) {
    List<ObjectKey> encrypted =
        wal.inventory().unknown().first().stream()
            .filter(key -> key.value().endsWith(ENCRYPTED))
            .toList();
    return encrypted.isEmpty()
        ? unreachable
        : new UnsupportedFormatException(
            "WAL of the archive is encrypted, "
                + encrypted.get(0).lastName()
                + " for one, and is not decrypted here; without it: "
                + unreachable.getMessage()
                + ". Decrypt it with gpg, or restore with Barman",
            unreachable);
  }

  /**
   * Restores into directories that are absent or empty. Afterwards starting PostgreSQL in the data
   * directory recovers to the target; the files must belong to the user it runs as.
   *
   * <p>Each directory is claimed by a file in it before anything is written: of two restores into
   * one directory, delta restores too, one is refused and changes nothing. If it fails, what it
   * wrote is removed, and nothing else; {@code lost+found} does not count as content. If the
   * process is killed, the directory has no {@code global/pg_control}, so that PostgreSQL refuses
   * it.
   *
   * @return what was done; its warnings name settings and files that a person should look at
   * @throws RestoreFailedException if it is not said where a tablespace goes, a directory is not
   *     empty, is none to restore into, or cannot be written
   * @throws UnknownBackupException if the backup of the plan is gone or no longer whole
   * @throws RecoveryTargetUnreachableException if WAL of the plan is gone meanwhile
   * @throws io.github.barman4j.CorruptArchiveException if files of the backup are missing or have
   *     another size than its manifest says, or WAL is damaged
   * @throws StorageFailedException if the server directory cannot be read
   * @throws OperationCancelledException if it was cancelled or interrupted
   */
  public RestoreResult execute(RestorePlan plan, RestoreOptions options) {
    LocalRestoreRun run = prepare(plan, options);
    return during(
        plan,
        options,
        () -> {
          requireFree(run.roots());
          requirePlaces(plan, run);
          try (TargetDirectories targets = TargetDirectories.claim(run.targets())) {
            return logged(plan, intoEmpty(run, targets));
          }
        });
  }

  /**
   * Restores over directories that hold an earlier restore, a stopped cluster, or nothing: only
   * what differs from the backup is written, and all that the backup does not have is deleted,
   * {@code lost+found} excepted. Links in the directories are not followed but replaced. A file
   * that differs is replaced by a new one, never written into.
   *
   * <p>If it fails or is killed, the data directory has no {@code global/pg_control}, so that
   * PostgreSQL refuses it; another delta restore completes it.
   *
   * @return what was done; files and bytes are those that were written
   * @throws RestoreFailedException as {@link #execute}, but for what is not empty: if a server runs
   *     in the data directory, it is another cluster's, or a directory does not look like what it
   *     should be
   * @throws UnknownBackupException if the backup of the plan is gone or no longer whole
   * @throws RecoveryTargetUnreachableException if WAL of the plan is gone meanwhile
   * @throws io.github.barman4j.CorruptArchiveException as {@link #execute}
   * @throws StorageFailedException if the server directory cannot be read
   * @throws OperationCancelledException if it was cancelled or interrupted
   */
  public RestoreResult executeDelta(RestorePlan plan, RestoreOptions options) {
    LocalRestoreRun run = prepare(plan, options);
    return during(
        plan,
        options,
        () -> {
          requireDelta(plan, run);
          try (ClaimedContent claimed = ClaimedContent.of(run.targets())) {
            LOG.debug("Claimed {}", claimed);
            FileComparison comparison = requireDelta(plan, run).comparison();
            return logged(plan, run.run(comparison, UnaryOperator.identity()));
          }
        });
  }

  /**
   * Tells what {@link #executeDelta} would do, and changes nothing.
   *
   * @throws RestoreFailedException as {@link #executeDelta}
   */
  public DeltaPlan planDelta(RestorePlan plan, RestoreOptions options) {
    LocalRestoreRun run = prepare(plan, options);
    return during(plan, options, () -> run.record(requireDelta(plan, run).comparison()));
  }

  private LocalRestoreRun prepare(RestorePlan plan, RestoreOptions options) {
    BackupId id = plan.backup().id();
    BackupInfo now;
    try {
      now = context.metadata().find(id).orElse(null);
    } catch (IOException e) {
      throw new StorageFailedException("Reading what is known of backup " + id, e);
    }
    if (now == null || !now.status().isRestorable()) {
      throw new UnknownBackupException(
          "Backup "
              + id
              + (now == null ? " is gone" : " is now " + now.status())
              + " and cannot be restored. Plan again");
    }
    return new LocalRestoreRun(context, core, plan, options);
  }

  private DeltaTargets requireDelta(RestorePlan plan, LocalRestoreRun run) throws IOException {
    requirePlaces(plan, run);
    DeltaTargets targets = new DeltaTargets(plan.backup(), run.roots());
    targets.require();
    return targets;
  }

  private void requirePlaces(RestorePlan plan, LocalRestoreRun run) throws IOException {
    new RestorePlaces(context.directory(), plan.backup(), run.roots()).require();
  }

  private static void requireFree(List<RestoreRoot> roots) {
    for (RestoreRoot root : roots) {
      TargetContent.requireFree(root.target(), ", or over this one with a delta restore");
    }
  }

  private static RestoreResult intoEmpty(LocalRestoreRun run, TargetDirectories targets)
      throws IOException {
    try {
      RestoreResult result =
          run.run(new FileComparison(null), sink -> new EmptyTargetSink(targets, sink));
      targets.release();
      return result;
    } catch (IOException | RuntimeException | Error e) {
      targets.takeBack(e);
      throw e;
    }
  }

  private static RestoreResult logged(RestorePlan plan, RestoreResult result) {
    LOG.info(
        "Restored backup {} into {}: {} files written",
        plan.backup().id(),
        result.dataDirectory(),
        result.files());
    return result;
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T during(RestorePlan plan, RestoreOptions options, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      String task =
          "Restore of backup " + plan.backup().id() + " into " + options.dataDirectory() + " ";
      if (Thread.currentThread().isInterrupted()) {
        throw new OperationCancelledException(task + "was interrupted", e);
      }
      throw new RestoreFailedException(task + "failed: " + e, e);
    }
  }
}
