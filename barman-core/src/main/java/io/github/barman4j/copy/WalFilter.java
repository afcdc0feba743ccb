/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupWal;
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
record WalFilter(boolean all, @Nullable WalSegmentName from, List<BackupWal> own) {

  private static final Comparator<WalSegmentName> BY_POSITION =
      Comparator.comparing(WalSegmentName::log, Integer::compareUnsigned)
          .thenComparing(WalSegmentName::segment, Integer::compareUnsigned);

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
          backups.stream()
              .flatMap(backup -> BackupWal.of(backup).stream())
              .map(BackupWal::first)
              .min(BY_POSITION);
      return new WalFilter(false, first.orElse(null), List.of());
    }
    return new WalFilter(
        false, null, backups.stream().flatMap(b -> BackupWal.of(b).stream()).toList());
  }

  boolean contains(WalSegmentName segment) {
    return all
        || (from != null && BY_POSITION.compare(segment, from) >= 0)
        || own.stream().anyMatch(needed -> needed.contains(segment));
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
