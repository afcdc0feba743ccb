/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a backup that is done and visible. Immutable.
 *
 * @param info the content of {@code backup.info}, status DONE
 * @param missing the first WAL segment that the backup needs to become consistent and that was not
 *     found in the archive; null if all are there
 * @param leftOut files and links that were left out though PostgreSQL does not make them anew, with
 *     the reason, relative to the data directory or tablespace; the first 1000
 */
public record BackupResult(
    BackupInfo info, @Nullable WalSegmentName missing, List<String> leftOut) {

  /** Copies the list. */
  public BackupResult {
    Objects.requireNonNull(info, "info");
    leftOut = List.copyOf(leftOut);
  }

  /** Tells whether the backup can be recovered from the archive alone, as it was at the end. */
  public boolean isRecoverable() {
    return missing == null;
  }

  /** Returns the first segment that the backup lacks; empty if it lacks none. */
  public Optional<WalSegmentName> firstMissing() {
    return Optional.ofNullable(missing);
  }
}
