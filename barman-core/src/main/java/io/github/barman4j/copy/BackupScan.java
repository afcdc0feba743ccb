/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupParts;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the directories of single backups, on both sides. For one thread. */
final class BackupScan {

  private final Side source;
  private final Side target;
  private final BackupCatalog catalog;
  private final Conflicts conflicts;

  BackupScan(Side source, Side target, Conflicts conflicts) {
    this.source = source;
    this.target = target;
    this.catalog = new BackupCatalog(source.context());
    this.conflicts = conflicts;
  }

  /** Returns what is to be copied; what differs at the target is added to the conflicts. */
  CopiedBackup look(BackupInfo backup) {
    BackupId id = backup.id();
    Map<ObjectKey, Long> there = objects(target, id);
    List<CopiedObject> copied = new ArrayList<>();
    objects(source, id).forEach((key, size) -> copied.add(object(key, size, there)));
    ObjectKey info = source.layout().backupInfo(id);
    copied.sort(
        java.util.Comparator.comparing((CopiedObject object) -> object.source().equals(info))
            .thenComparing(CopiedObject::source));
    findForeign(id, copied, there.keySet());
    return new CopiedBackup(id, catalog.keepTarget(id).orElse(null), copied);
  }

  private CopiedObject object(ObjectKey key, long size, Map<ObjectKey, Long> there) {
    ObjectKey to = target.keyOf(source.relative(key));
    return conflicts.check(new CopiedObject(key, to, size, false), there.get(to));
  }

  /** A part more would be extracted with the others. */
  private void findForeign(BackupId id, List<CopiedObject> copied, Set<ObjectKey> there) {
    Set<ObjectKey> expected = copied.stream().map(CopiedObject::target).collect(Collectors.toSet());
    there.stream()
        .filter(key -> !expected.contains(key))
        .map(key -> new CopyConflict(key, "is not in the source's backup " + id))
        .forEach(conflicts::add);
    if (target.reader().contains(target.layout().running(id))) {
      conflicts.add(
          new CopyConflict(target.layout().running(id), "a backup of this id is running there"));
    }
  }

  /** Returns the tars and backup.info of a backup with their sizes. */
  static Map<ObjectKey, Long> objects(Side side, BackupId id) {
    Map<ObjectKey, Long> sizes = new HashMap<>();
    side.reader()
        .walk(side.layout().backupPrefix(id))
        .filter(object -> isCopied(side, id, object))
        .forEach(object -> sizes.put(object.key(), object.size()));
    return sizes;
  }

  private static boolean isCopied(Side side, BackupId id, ObjectMetadata object) {
    return object.key().equals(side.layout().backupInfo(id))
        || part(side, id, object.key()).isPresent();
  }

  private static Optional<PartName> part(Side side, BackupId id, ObjectKey key) {
    return PartName.find(key.value().substring(side.layout().backupPrefix(id).length()));
  }

  /** Returns what a backup lacks to be restored, in words; empty if nothing. */
  Optional<String> missing(BackupInfo backup, CopiedBackup copied) {
    List<BackupPart> parts =
        copied.objects().stream()
            .filter(object -> part(source, backup.id(), object.source()).isPresent())
            .map(object -> new BackupPart(object.source(), object.size()))
            .toList();
    return BackupParts.of(backup, parts).problem();
  }
}
