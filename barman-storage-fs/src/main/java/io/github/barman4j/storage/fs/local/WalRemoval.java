/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.WalFileName;
import java.util.List;

/**
 * What a removal of archived WAL came to.
 *
 * @param removed the files that are no more, in the catalogue's order
 * @param bytes that they had
 */
record WalRemoval(List<WalFileName> removed, long bytes) {

  WalRemoval {
    removed = List.copyOf(removed);
  }
}
