/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A tar of a backup.
 *
 * @param key of the object
 * @param size of the object in bytes, as stored
 */
public record BackupPart(ObjectKey key, long size) {

  /** Checks that the key is there. */
  public BackupPart {
    Objects.requireNonNull(key, "key");
  }

  /** Returns the object's name in the backup's directory, such as {@code data_0001.tar.gz}. */
  public String name() {
    return key.lastName();
  }

  Optional<PartName> partName() {
    return PartName.find(name());
  }
}
