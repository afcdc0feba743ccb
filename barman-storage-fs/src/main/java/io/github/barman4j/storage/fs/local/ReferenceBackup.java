/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.server.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backup whose unchanged files the next one shares. */
record ReferenceBackup(ServerDirectory directory, BackupInfo info) {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceBackup.class);

  /** Finds the last backup whose copy is complete. */
  static Optional<ReferenceBackup> last(LocalContext context) throws IOException {
    List<BackupId> ids = context.metadata().list();
    for (int i = ids.size() - 1; i >= 0; i--) {
      Optional<BackupInfo> info = find(context, ids.get(i));
      if (info.isPresent() && isCopied(info.get())) {
        return Optional.of(new ReferenceBackup(context.directory(), info.get()));
      }
    }
    return Optional.empty();
  }

  /** Tells whether all files of a backup have been copied, whatever became of its WAL. */
  static boolean isCopied(BackupInfo info) {
    return info.status() == BackupStatus.DONE || info.status() == BackupStatus.WAITING_FOR_WALS;
  }

  private static Optional<BackupInfo> find(LocalContext context, BackupId id) throws IOException {
    try {
      return context.metadata().find(id);
    } catch (CorruptArchiveException e) {
      LOG.warn("Backup {} cannot be read, so its files are not reused: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  BackupId id() {
    return info.id();
  }

  /** Returns when the backup began, null if it does not say. */
  @Nullable Instant horizon() {
    return info.beginTime().map(OffsetDateTime::toInstant).orElse(null);
  }

  /** Returns where the backup has what a tree holds; empty if it has no such tree. */
  Optional<Path> root(Tree tree) {
    Path root = directory.backup(id()).resolve(tree.base());
    return Files.isDirectory(root) ? Optional.of(root) : Optional.empty();
  }
}
