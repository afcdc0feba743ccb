/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The objects of an archive that retention may touch; what it does not know is not among them. */
final class ArchiveObjects {

  private final ArchiveStore store;
  private final ServerLayout layout;

  ArchiveObjects(ServerContext context) {
    this.store = new ArchiveStore(context.store());
    this.layout = new ServerLayout(context.serverName());
  }

  /**
   * A WAL file in the archive.
   *
   * @param name without suffix
   * @param object that holds it
   */
  record StoredWal(WalFileName name, ObjectMetadata object) {}

  /** Returns all WAL files in the order of their keys. */
  Stream<StoredWal> wal() {
    return store
        .walk(layout.walsPrefix())
        .flatMap(object -> name(object).map(name -> new StoredWal(name, object)).stream());
  }

  private Optional<WalFileName> name(ObjectMetadata object) {
    ObjectKey key = object.key();
    return layout.walOfKey(key, Codec.ofFileName(key.value()).suffix());
  }

  /** Returns what belongs to a backup, but for its backup.info. */
  Stream<ObjectMetadata> allButInfo(BackupId id) {
    return all(id, name -> BackupContent.isOurs(name) && !name.equals(BackupContent.INFO));
  }

  /** Returns the first part of the data directory, without which nobody restores the backup. */
  Stream<ObjectMetadata> first(BackupId id) {
    return all(
        id,
        name ->
            PartName.find(name).filter(part -> part.isData() && part.number() == 0).isPresent());
  }

  /** Returns all that belongs to a backup. */
  Stream<ObjectMetadata> all(BackupId id) {
    return all(id, BackupContent::isOurs);
  }

  private Stream<ObjectMetadata> all(BackupId id, Predicate<String> wanted) {
    String prefix = layout.backupPrefix(id);
    return store
        .walk(prefix)
        .filter(object -> wanted.test(object.key().value().substring(prefix.length())));
  }
}
