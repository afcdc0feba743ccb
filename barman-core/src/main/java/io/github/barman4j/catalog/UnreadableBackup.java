/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.BarmanException;
import java.util.Objects;

/**
 * A backup whose {@code backup.info} is there and cannot be read or understood.
 *
 * @param id its directory's name
 * @param cause what is wrong with it
 */
public record UnreadableBackup(BackupId id, BarmanException cause) {

  /** Checks that both are there. */
  public UnreadableBackup {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(cause, "cause");
  }
}
