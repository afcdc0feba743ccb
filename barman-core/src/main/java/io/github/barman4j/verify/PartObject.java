/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectKey;

/**
 * A part of the backup, as the store lists it.
 *
 * @param key of the object
 * @param size as stored, in bytes
 * @param name what the key says
 */
record PartObject(ObjectKey key, long size, PartName name) {

  /** Returns the path below the data directory of a member of this part. */
  String pathOf(String member) {
    return name.isData() ? member : "pg_tblspc/" + name.base() + "/" + member;
  }
}
