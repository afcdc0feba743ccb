/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backup, and how far it recovers.
 *
 * @param info its {@code backup.info}
 * @param bytes of its tars in the store
 * @param keep whether it is kept; null if not
 * @param reach the position behind the last byte of WAL that recovery from it can read without a
 *     gap, along the latest timeline that it is on; null if it cannot be recovered at all
 * @param missing the first segment that it needs to become consistent and that is not in the
 *     archive; null if there is none, or that cannot be told
 */
public record BackupOverview(
    BackupInfo info,
    long bytes,
    @Nullable KeepTarget keep,
    @Nullable Lsn reach,
    @Nullable WalSegmentName missing) {

  /** Checks that the info is there. */
  public BackupOverview {
    Objects.requireNonNull(info, "info");
  }

  /** Returns how far recovery gets from here, empty if it cannot even begin. */
  public Optional<Lsn> recoverableTo() {
    return Optional.ofNullable(reach);
  }

  /** Returns what the backup lacks first to become consistent. */
  public Optional<WalSegmentName> firstMissing() {
    return Optional.ofNullable(missing);
  }

  /** Tells whether a cluster can be made of it: it is whole, and so is the WAL it needs. */
  public boolean isRecoverable() {
    return reach != null && missing == null;
  }
}
