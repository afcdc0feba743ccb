/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Counts the objects of a WAL archive one by one, and forgets them. */
final class InventoryScan {

  private final ServerLayout layout;
  private final WalSegmentSize size;
  private final SegmentRanges ranges;
  private final NavigableSet<TimelineId> histories = new TreeSet<>();
  private final List<WalSegmentName> partials = new ArrayList<>();
  private final KeySample.Builder duplicates = new KeySample.Builder();
  private final KeySample.Builder unfit = new KeySample.Builder();
  private final KeySample.Builder unknown = new KeySample.Builder();
  private long segmentBytes;
  private long backupHistories;

  InventoryScan(ServerLayout layout, WalSegmentSize size) {
    this.layout = layout;
    this.size = size;
    this.ranges = new SegmentRanges(size);
  }

  void add(ObjectMetadata object) {
    Codec codec = Codec.ofFileName(object.key().lastName());
    Optional<WalFileName> name = layout.walOfKey(object.key(), codec.suffix());
    if (name.isEmpty()) {
      unknown.add(object.key());
    } else if (name.get() instanceof WalSegmentName segment) {
      addSegment(segment, codec, object);
    } else {
      addOther(name.get());
    }
  }

  private void addSegment(WalSegmentName segment, Codec codec, ObjectMetadata object) {
    if (!isFit(segment, codec, object)) {
      unfit.add(object.key());
      return;
    }
    segmentBytes += object.size();
    if (!ranges.add(segment)) {
      duplicates.add(object.key());
    }
  }

  /** An uncompressed segment of another size, or an empty object, is none, whatever its name. */
  private boolean isFit(WalSegmentName segment, Codec codec, ObjectMetadata object) {
    boolean legal = Integer.toUnsignedLong(segment.segment()) < size.segmentsPerLog();
    boolean whole = codec == Codec.NONE ? object.size() == size.bytes() : object.size() > 0;
    return legal && whole;
  }

  private void addOther(WalFileName name) {
    if (name instanceof WalFileName.History) {
      histories.add(name.timeline());
    } else if (name instanceof WalFileName.Partial partial) {
      addPartial(partial.segment());
    } else {
      backupHistories++;
    }
  }

  private void addPartial(WalSegmentName segment) {
    if (partials.size() < KeySample.LIMIT && !partials.contains(segment)) {
      partials.add(segment);
    }
  }

  WalInventory toInventory() {
    return new WalInventory(
        layout.serverName(),
        new WalInventory.Contents(
            size,
            ranges.toList(),
            List.copyOf(histories),
            List.copyOf(partials),
            segmentBytes,
            backupHistories,
            duplicates.build(),
            unfit.build(),
            unknown.build()));
  }
}
