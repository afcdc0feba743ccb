/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says beside its files.
 *
 * @param version of the format, 1 or 2
 * @param identifier of the cluster, null in version 1
 * @param walRanges the WAL that the backup needs
 * @param files how many it names
 */
public record ManifestSummary(
    int version, @Nullable SystemIdentifier identifier, List<WalRange> walRanges, long files) {

  /**
   * A range of WAL on one timeline.
   *
   * @param timeline of the range
   * @param start its first position
   * @param end the position behind it
   */
  public record WalRange(TimelineId timeline, Lsn start, Lsn end) {
    @Override
    public String toString() {
      return start + " to " + end + " on timeline " + timeline;
    }
  }

  /** Copies the list. */
  public ManifestSummary {
    walRanges = List.copyOf(walRanges);
  }

  /** Returns the identifier of the cluster, empty in version 1. */
  public Optional<SystemIdentifier> systemIdentifier() {
    return Optional.ofNullable(identifier);
  }
}
