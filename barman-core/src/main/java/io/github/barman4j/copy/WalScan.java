/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the source's WAL a filter lets through, summed up while it is listed. */
final class WalScan {

  private final Side source;
  private final WalFilter filter;
  private final WalSegmentSize size;
  private final Conflicts conflicts;
  private final WalRuns files;
  private final WalRuns segments;
  private final List<CopiedObject> histories = new ArrayList<>();

  WalScan(Side source, WalFilter filter, WalSegmentSize size, Conflicts conflicts) {
    this.source = source;
    this.filter = filter;
    this.size = size;
    this.conflicts = conflicts;
    this.files = new WalRuns(size);
    this.segments = new WalRuns(size);
  }

  void add(KeyJoin.Pair pair) {
    Optional<WalFileName> name = WalFilter.nameOf(source, pair.source());
    if (name.isEmpty()) {
      return;
    }
    Optional<WalSegmentName> segment = WalFilter.segment(name.get());
    if (segment.isEmpty()) {
      histories.add(conflicts.check(pair.object(), pair.there()));
    } else if (filter.contains(segment.get())) {
      add(name.get(), segment.get(), conflicts.check(pair.object(), pair.there()));
    }
  }

  private void add(WalFileName name, WalSegmentName segment, CopiedObject object) {
    files.add(segment, object.size(), object.present());
    if (name instanceof WalSegmentName && isWhole(object)) {
      segments.add(segment, object.size(), object.present());
    }
  }

  /** A torn segment is copied, too, but no backup can rely on it. */
  private boolean isWhole(CopiedObject object) {
    boolean plain = Codec.ofFileName(object.source().value()) == Codec.NONE;
    return plain ? object.size() == size.bytes() : object.size() > 0;
  }

  List<CopiedObject> histories() {
    return List.copyOf(histories);
  }

  List<CopiedWal> runs() {
    return files.all();
  }

  /** Returns the number of the first segment that a backup needs and is not here, -1 if none. */
  long firstMissing(BackupWal needed) {
    return segments.firstMissing(needed);
  }
}
