/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes one backup, whose locks the caller holds. What a crash leaves at any moment is the whole
 * backup, or one that says that it failed, and deleting it again goes on. For one thread, once.
 */
final class BackupRemoval {

  private static final Logger LOG = LoggerFactory.getLogger(BackupRemoval.class);

  private final LocalContext context;
  private final LocalWal wal;
  private final BackupId id;
  private final boolean byPolicy;
  private SpaceUsage removed = SpaceUsage.NONE;
  private WalRemoval removedWal = new WalRemoval(List.of(), 0);

  BackupRemoval(LocalContext context, LocalWal wal, BackupId id, boolean byPolicy) {
    this.context = context;
    this.wal = wal;
    this.id = id;
    this.byPolicy = byPolicy;
  }

  /** Returns what the files of the backup came to. */
  SpaceUsage removed() {
    return removed;
  }

  /** Returns what archived WAL went with it. */
  WalRemoval removedWal() {
    return removedWal;
  }

  /**
   * Deletes the backup.
   *
   * @return false if it was kept at the last moment, and is as it was
   * @throws OperationCancelledException if the thread is interrupted; deleting it again goes on
   */
  boolean run() throws IOException {
    KnownBackups known = KnownBackups.read(context.metadata());
    BackupInfo info = known.infos().get(id);
    if (info != null && !mark(info)) {
      return false;
    }
    deleteContent();
    if (info != null) {
      deleteWal(info, known);
    }
    updateNext(known);
    deleteMetadata();
    return true;
  }

  /** Barman's keep takes no lock, but from here on it refuses the backup. */
  private boolean mark(BackupInfo info) throws IOException {
    if (context.layout() == Layout.MODERN) {
      annotate();
    }
    if (KnownBackups.isWhole(info)) {
      context.metadata().save(DeletionMark.on(info));
    }
    if (context.annotations().find(id, "keep").isEmpty()) {
      return true;
    }
    if (KnownBackups.isWhole(info)) {
      context.metadata().save(info);
    }
    context.annotations().delete(id, DeletionMark.ANNOTATION);
    return false;
  }

  /**
   * The status says enough: a full disk, which has no room for the note, can be freed all the same.
   */
  private void annotate() {
    try {
      context.annotations().write(id, DeletionMark.ANNOTATION, DeletionMark.ANNOTATION_TEXT);
    } catch (IOException e) {
      LOG.warn("That backup {} is being deleted cannot be noted beside it", id, e);
    }
  }

  /** Deletes all but metadata: first the tablespaces, as Barman does. */
  private void deleteContent() throws IOException {
    Path data = context.directory().data(id);
    List<Path> trees = new ArrayList<>();
    Path metadata = context.directory().legacyInfo(id);
    Path annotations = DurableFiles.parent(context.directory().legacyAnnotation(id, "keep"));
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(context.directory().backup(id))) {
      children.forEach(trees::add);
    } catch (NoSuchFileException orphan) {
      return;
    }
    trees.removeAll(Set.of(data, metadata, annotations));
    trees.add(data);
    for (Path tree : trees) {
      if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(tree, new CountedDeletion());
      }
    }
    DurableFiles.syncDirectory(context.directory().backup(id));
  }

  private void deleteWal(BackupInfo info, KnownBackups known) throws IOException {
    if (!known.unreadable().isEmpty()) {
      LOG.warn("No WAL goes with backup {}: {} are unreadable", id, known.unreadable().keySet());
      return;
    }
    Optional<WalVictims> victims =
        WalVictims.of(info, survivors(context, known, Set.of(id), byPolicy));
    if (victims.isPresent()) {
      removedWal = wal.remove(line -> victims.get().test(line.name()), new CancellationToken());
    }
  }

  /** Returns what WAL must stay for. */
  static WalVictims.Survivors survivors(
      LocalContext context, KnownBackups known, Set<BackupId> gone, boolean byPolicy)
      throws IOException {
    List<BackupInfo> others = new ArrayList<>();
    Set<BackupId> standalone = new HashSet<>();
    for (BackupInfo info : known.infos().values()) {
      if (!gone.contains(info.id())) {
        others.add(info);
        context
            .annotations()
            .find(info.id(), "keep")
            .filter(KeepTarget.STANDALONE.word()::equals)
            .ifPresent(word -> standalone.add(info.id()));
      }
    }
    return new WalVictims.Survivors(others, standalone, byPolicy);
  }

  /** Files that were linked here may be the next backup's own now. */
  private void updateNext(KnownBackups known) throws IOException {
    Map.Entry<BackupId, BackupInfo> next = known.infos().higherEntry(id);
    while (next != null && !KnownBackups.isWhole(next.getValue())) {
      next = known.infos().higherEntry(next.getKey());
    }
    if (next == null || next.getValue().find(BackupField.SIZE).isEmpty()) {
      return;
    }
    Optional<HeldLock> lock = context.locks().tryBackup(next.getKey());
    if (lock.isEmpty()) {
      LOG.info("The sizes of backup {} stay as they are: it is being modified", next.getKey());
      return;
    }
    try {
      updateSizes(next.getKey());
    } catch (IOException e) {
      LOG.warn("The sizes of backup {} stay as they are", next.getKey(), e);
    } finally {
      lock.get().close();
    }
  }

  private void updateSizes(BackupId next) throws IOException {
    SpaceScan scan = new SpaceScan().add(context.directory().backup(next));
    Optional<BackupInfo> info = context.metadata().find(next);
    if (info.isPresent()) {
      context
          .metadata()
          .save(
              info.get().toBuilder()
                  .set(BackupField.SIZE, scan.usage().apparentBytes())
                  .set(BackupField.DEDUPLICATED_SIZE, scan.soleOwnedBytes())
                  .build());
    }
  }

  private void deleteMetadata() throws IOException {
    context.annotations().delete(id, DeletionMark.ANNOTATION);
    context.metadata().delete(id);
    DurableFiles.deleteTree(context.directory().backup(id));
  }

  /**
   * Deletes directories that are empty and have no metadata, which is the last that a deletion
   * leaves. The caller holds the lock of backups.
   */
  static void deleteEmptyDirectories(LocalContext context) throws IOException {
    for (BackupId id : context.directory().backupDirectories()) {
      if (BackupId.isShapedLikeId(id.value()) && context.metadata().content(id).isEmpty()) {
        try {
          Files.deleteIfExists(context.directory().backup(id));
        } catch (DirectoryNotEmptyException unknownContent) {
          LOG.info("{} has no metadata and stays", context.directory().backup(id));
        }
      }
    }
  }

  private final class CountedDeletion extends DurableFiles.Deletion {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new OperationCancelledException(
            "Interrupted while deleting backup " + id + "; delete it again to go on");
      }
      boolean last = SpaceScan.links(file) == 1;
      FileVisitResult result = super.visitFile(file, attributes);
      removed =
          new SpaceUsage(
              removed.files() + 1,
              removed.apparentBytes() + attributes.size(),
              removed.exclusiveBytes() + (last ? attributes.size() : 0));
      return result;
    }
  }
}
