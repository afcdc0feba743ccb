/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.internal.layout.PartName;
import java.util.Map;

/**
 * How many parts {@code copy_stats} counts of each series. Barman's own backups count none; it
 * reads over figures that it does not know there, which it would not in {@code backup.info} itself.
 */
record PartCounts(Map<?, ?> bySeries) {

  static PartCounts of(BackupInfo backup) {
    return backup
        .find(BackupField.COPY_STATS)
        .map(Map.class::cast)
        .map(figures -> figures.get(PartName.COUNTS))
        .filter(Map.class::isInstance)
        .map(counts -> new PartCounts((Map<?, ?>) counts))
        .orElseGet(() -> new PartCounts(Map.of()));
  }

  /** Returns how many there must be at least; there is no backup and no tablespace without one. */
  int expected(String series) {
    return bySeries.get(series) instanceof Number count ? Math.max(1, count.intValue()) : 1;
  }
}
