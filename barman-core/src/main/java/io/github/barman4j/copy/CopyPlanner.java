/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.ForeignServerException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one plan. For one thread. */
final class CopyPlanner {

  private final Side source;
  private final Side target;
  private final CopySelection selection;
  private final Conflicts conflicts = new Conflicts();
  private final List<CopiedBackup> backups = new ArrayList<>();

  CopyPlanner(Side source, Side target, CopySelection selection) {
    this.source = source;
    this.target = target;
    this.selection = selection;
  }

  CopyPlan plan() {
    Optional<SystemIdentifier> owner = owner();
    BackupChoice choice = BackupChoice.of(selection, new BackupCatalog(source.context()).list());
    WalScan wal =
        new WalScan(
            source, WalFilter.of(selection, choice.backups()), segmentSize(choice), conflicts);
    KeyJoin.ofWal(source, target).forEach(wal::add);
    choice.backups().forEach(backup -> lookAt(backup, wal, choice));
    return new CopyPlan(
        source.archive(),
        target.archive(),
        selection,
        source.context().clock().instant(),
        new CopyPlan.Content(
            owner.orElse(null),
            wal.histories(),
            wal.runs(),
            backups,
            choice.skipped(),
            conflicts.all()));
  }

  private Optional<SystemIdentifier> owner() {
    Optional<SystemIdentifier> ours = new ArchiveOwner(source.context()).find();
    ArchiveOwner owner = new ArchiveOwner(target.context());
    Optional<SystemIdentifier> theirs = owner.find();
    if (ours.isEmpty() && theirs.isPresent()) {
      throw new ForeignServerException(
          "The archive "
              + source.archive()
              + " does not say whose it is, so it is not copied to "
              + target.archive()
              + ", which belongs to the cluster "
              + theirs.get()
              + ". Copy to another server name");
    }
    ours.ifPresent(cluster -> theirs.ifPresent(other -> owner.requireOwnedBy(cluster, other)));
    return ours;
  }

  private static WalSegmentSize segmentSize(BackupChoice choice) {
    List<BackupInfo> all = choice.backups();
    return all.isEmpty() ? WalSegmentSize.DEFAULT : all.get(all.size() - 1).walSegmentSize();
  }

  private void lookAt(BackupInfo backup, WalScan wal, BackupChoice choice) {
    Conflicts found = new Conflicts();
    BackupScan scan = new BackupScan(source, target, found);
    CopiedBackup copied = scan.look(backup);
    Optional<String> missing = scan.missing(backup, copied).or(() -> missingWal(backup, wal));
    if (missing.isPresent()) {
      choice.skip(backup.id(), missing.get());
    } else {
      backups.add(copied);
      found.all().forEach(conflicts::add);
    }
  }

  private static Optional<String> missingWal(BackupInfo backup, WalScan wal) {
    Optional<BackupWal> needed = BackupWal.of(backup);
    if (needed.isEmpty()) {
      return Optional.of("its backup.info does not say which WAL it needs");
    }
    WalSegmentSize size = backup.walSegmentSize();
    long missing = wal.firstMissing(needed.get());
    return missing < 0
        ? Optional.empty()
        : Optional.of(
            "WAL segment "
                + WalSegmentName.at(
                    needed.get().first().timeline(), new Lsn(missing * size.bytes()), size)
                + ", which it needs, is not in the archive");
  }
}
