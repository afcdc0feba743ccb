/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import java.util.List;

/**
 * A backup that is extracted.
 *
 * @param info what is known of it
 * @param parts its tars, in the order Barman extracts them
 */
record ExtractedBackup(BackupInfo info, List<BackupPart> parts) {

  ExtractedBackup {
    parts = List.copyOf(parts);
  }

  /** Returns how many bytes the tars have in the store. */
  long bytes() {
    return parts.stream().mapToLong(BackupPart::size).sum();
  }
}
