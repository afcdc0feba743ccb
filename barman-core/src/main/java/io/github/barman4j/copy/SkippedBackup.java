/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import java.util.Objects;

/**
 * A backup that was selected and is not copied.
 *
 * @param id of the backup
 * @param reason why not, in words
 */
public record SkippedBackup(BackupId id, String reason) {

  /** Checks that both are there. */
  public SkippedBackup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(reason, "reason");
  }
}
