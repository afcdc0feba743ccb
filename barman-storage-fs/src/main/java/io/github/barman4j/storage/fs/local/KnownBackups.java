/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the metadata says at one moment. Ordered by id as text, which is the order of Barman.
 *
 * @param infos of the backups that can be read
 * @param unreadable why the others cannot
 */
record KnownBackups(NavigableMap<BackupId, BackupInfo> infos, Map<BackupId, String> unreadable) {

  static KnownBackups read(Metadata metadata) throws IOException {
    NavigableMap<BackupId, BackupInfo> infos = new TreeMap<>();
    Map<BackupId, String> unreadable = new TreeMap<>();
    for (BackupId id : metadata.list()) {
      try {
        metadata.find(id).ifPresent(info -> infos.put(id, info));
      } catch (CorruptArchiveException e) {
        unreadable.put(id, String.valueOf(e.getMessage()));
      }
    }
    return new KnownBackups(infos, unreadable);
  }

  /** Reads the metadata of one backup, empty if there is none or it cannot be read. */
  static Optional<BackupInfo> find(Metadata metadata, BackupId id) throws IOException {
    try {
      return metadata.find(id);
    } catch (CorruptArchiveException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns the newest whose copy is whole: WAITING_FOR_WALS or DONE. */
  Optional<BackupInfo> newestWhole() {
    return infos.descendingMap().values().stream().filter(KnownBackups::isWhole).findFirst();
  }

  static boolean isWhole(BackupInfo info) {
    return info.status().isRestorable();
  }

  long count(BackupStatus status) {
    return infos.values().stream().filter(info -> info.status() == status).count();
  }
}
