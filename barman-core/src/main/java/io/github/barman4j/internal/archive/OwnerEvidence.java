/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose an archive without a note is, by what lies in it. */
final class OwnerEvidence {

  private static final Logger LOG = LoggerFactory.getLogger(OwnerEvidence.class);

  private final ObjectStore store;
  private final ServerLayout layout;

  OwnerEvidence(ObjectStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Returns the cluster of the newest backup that says it, or else of the first segment. */
  Optional<SystemIdentifier> find() {
    return StoreFailures.during("Read the newest backup", this::ofBackups)
        .or(() -> StoreFailures.during("Read the first WAL segment", this::ofSegments));
  }

  private Optional<SystemIdentifier> ofBackups() throws IOException {
    List<BackupId> ids =
        ObjectStores.walkPrefixes(store, ListRequest.directory(layout.basePrefix()))
            .map(layout::backupOfPrefix)
            .sorted(Collections.reverseOrder())
            .toList();
    for (BackupId id : ids) {
      Optional<SystemIdentifier> found = ofBackup(id);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<SystemIdentifier> ofBackup(BackupId id) throws IOException {
    Optional<byte[]> text = ObjectStores.find(store, layout.backupInfo(id), InfoFile.MAX_BYTES);
    try {
      return text.flatMap(bytes -> InfoFile.parse(id, bytes).systemIdentifier());
    } catch (CorruptArchiveException e) {
      LOG.warn("Backup {} does not say whose it is: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<SystemIdentifier> ofSegments() throws IOException {
    return new FirstSegments(store, layout)
        .find(segment -> header(segment).map(WalPageHeader::systemIdentifier));
  }

  private static Optional<WalPageHeader> header(StoredWal segment) throws IOException {
    return WalPageHeader.find(segment.content().readNBytes(WalPageHeader.LENGTH))
        .filter(WalPageHeader::isCertain);
  }
}
