/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds a listing of WAL files into ranges with one fate, so that memory does not grow with the
 * archive.
 */
final class WalSummary {

  private final WalNeeds needs;
  private final List<WalRange> ranges = new ArrayList<>();
  private @Nullable WalRange open;
  private @Nullable WalRange histories;

  WalSummary(WalNeeds needs) {
    this.needs = needs;
  }

  void add(WalFileName file, ObjectMetadata object) {
    WalRange one = range(file, object.size());
    if (file instanceof WalFileName.History) {
      histories = histories == null ? one : joined(histories, one);
    } else if (open != null && continues(open, one)) {
      open = joined(open, one);
    } else {
      flush();
      open = one;
    }
  }

  private WalRange range(WalFileName file, long bytes) {
    Optional<String> need = needs.whyNeeded(file);
    return new WalRange(
        file, file, 1, bytes, need.isEmpty(), need.orElse("no backup that stays needs it"));
  }

  private static boolean continues(WalRange range, WalRange next) {
    TimelineId timeline = range.last().timeline();
    return range.reason().equals(next.reason()) && timeline.equals(next.first().timeline());
  }

  private static WalRange joined(WalRange range, WalRange next) {
    return new WalRange(
        range.first(),
        next.last(),
        range.files() + next.files(),
        range.bytes() + next.bytes(),
        range.deleted(),
        range.reason());
  }

  private void flush() {
    if (open != null) {
      ranges.add(open);
    }
  }

  List<WalRange> finish() {
    flush();
    open = null;
    if (histories != null) {
      ranges.add(histories);
      histories = null;
    }
    return List.copyOf(ranges);
  }
}
