/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which WAL a selection means, by name alone.
 *
 * @param all every file
 * @param from files at this position and behind it, on whatever timeline; null for none
 * @param own files of single backups
 */
record WalFilter(boolean all, @Nullable WalSegmentName from, List<Span> own) {

  private static final Comparator<WalSegmentName> BY_POSITION =
      Comparator.comparing(WalSegmentName::log, Integer::compareUnsigned)
          .thenComparing(WalSegmentName::segment, Integer::compareUnsigned);

  /** From a backup's begin to its end, on the timelines that it was made on. */
  record Span(WalSegmentName begin, WalSegmentName end) {
    boolean contains(WalSegmentName segment) {
      return segment.timeline().compareTo(begin.timeline()) >= 0
          && segment.timeline().compareTo(end.timeline()) <= 0
          && BY_POSITION.compare(segment, begin) >= 0
          && BY_POSITION.compare(segment, end) <= 0;
    }
  }

  /** Copies the list. */
  WalFilter {
    own = List.copyOf(own);
  }

  static WalFilter of(CopySelection selection, List<BackupInfo> backups) {
    if (selection instanceof CopySelection.Everything) {
      return new WalFilter(true, null, List.of());
    }
    if (selection instanceof CopySelection.From) {
      Optional<WalSegmentName> first =
          backups.stream().flatMap(backup -> backup.beginWal().stream()).min(BY_POSITION);
      return new WalFilter(false, first.orElse(null), List.of());
    }
    return new WalFilter(false, null, backups.stream().flatMap(b -> span(b).stream()).toList());
  }

  static Optional<Span> span(BackupInfo backup) {
    return backup.beginWal().flatMap(begin -> backup.endWal().map(end -> new Span(begin, end)));
  }

  boolean contains(WalSegmentName segment) {
    return all
        || (from != null && BY_POSITION.compare(segment, from) >= 0)
        || own.stream().anyMatch(span -> span.contains(segment));
  }

  /** Returns the WAL file that an object is, empty if it is none. */
  static Optional<WalFileName> nameOf(Side source, ObjectMetadata object) {
    String suffix = Codec.ofFileName(object.key().value()).suffix();
    return source.layout().walOfKey(object.key(), suffix);
  }

  /** Returns the segment that a file is, or belongs to; empty for a timeline history. */
  static Optional<WalSegmentName> segment(WalFileName file) {
    if (file instanceof WalFileName.Partial partial) {
      return Optional.of(partial.segment());
    }
    if (file instanceof WalFileName.BackupHistory history) {
      return Optional.of(history.segment());
    }
    return file instanceof WalSegmentName segment ? Optional.of(segment) : Optional.empty();
  }
}
