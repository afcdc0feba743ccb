/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The WAL of a plan, found again in the source's listing. For one thread. */
final class WalPlan {

  private final Side source;
  private final TreeMap<WalSegmentName, CopiedWal> runs = new TreeMap<>();
  private final Map<WalSegmentName, Long> seen = new HashMap<>();

  WalPlan(Side source, CopyPlan plan) {
    this.source = source;
    plan.wal().forEach(run -> runs.put(run.first(), run));
  }

  /** Tells whether an object is in the plan, and counts it. Timeline histories are not here. */
  boolean count(ObjectMetadata object) {
    Optional<CopiedWal> run = run(object);
    run.ifPresent(found -> seen.merge(found.first(), 1L, Long::sum));
    return run.isPresent();
  }

  private Optional<CopiedWal> run(ObjectMetadata object) {
    return WalFilter.nameOf(source, object)
        .flatMap(WalFilter::segment)
        .flatMap(
            segment ->
                Optional.ofNullable(runs.floorEntry(segment))
                    .map(Map.Entry::getValue)
                    .filter(run -> run.contains(segment)));
  }

  /**
   * Checks that no file has vanished since the plan was made.
   *
   * @throws CorruptArchiveException if one has
   */
  void requireAllSeen() {
    for (CopiedWal run : runs.values()) {
      long found = seen.getOrDefault(run.first(), 0L);
      if (found < run.files()) {
        throw new CorruptArchiveException(
            String.format(
                Locale.ROOT,
                "Of the WAL from %s to %s of %s, %d files were there when the copy was planned and %d are now; plan again",
                run.first(),
                run.last(),
                source.archive(),
                run.files(),
                found));
      }
    }
  }
}
