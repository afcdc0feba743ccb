/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.KeepTarget;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backup to be copied.
 *
 * @param id of the backup, the same at the target
 * @param keep the source's keep annotation, which replaces the target's; null leaves that alone
 * @param objects its tars, then {@code backup.info}
 */
public record CopiedBackup(BackupId id, @Nullable KeepTarget keep, List<CopiedObject> objects) {

  /** Checks that the id is there and copies. */
  public CopiedBackup {
    Objects.requireNonNull(id, "id");
    objects = List.copyOf(objects);
  }

  /** Returns what is kept with the backup at the source, empty if it is not kept. */
  public Optional<KeepTarget> keepTarget() {
    return Optional.ofNullable(keep);
  }

  /** Returns the bytes of all its objects. */
  public long bytes() {
    return objects.stream().mapToLong(CopiedObject::size).sum();
  }

  List<CopiedObject> parts() {
    return objects.subList(0, objects.size() - 1);
  }

  CopiedObject info() {
    return objects.get(objects.size() - 1);
  }
}
