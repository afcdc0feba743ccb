/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SegmentRangesTest {

  private static final TimelineId ONE = TimelineId.of(1);

  @Property(tries = 300)
  void rangesHoldExactlyWhatWasAddedInAnyOrder(
      @ForAll @Size(max = 60) List<@LongRange(min = 4090, max = 4140) Long> numbers,
      @ForAll @IntRange(min = 20, max = 30) int exponent) {
    WalSegmentSize size = new WalSegmentSize(1 << exponent);
    SegmentRanges ranges = new SegmentRanges(size);
    Set<WalSegmentName> model = new TreeSet<>();
    for (long number : numbers) {
      WalSegmentName name = name(number, size);
      assertThat(ranges.add(name)).isEqualTo(model.add(name));
    }

    List<WalSegmentName> listed = new ArrayList<>();
    ranges.toList().forEach(range -> range.names().forEach(listed::add));

    assertThat(listed).containsExactlyElementsOf(model);
  }

  @Property(tries = 300)
  void missingAndPresentMakeUpTheWholeRange(
      @ForAll @Size(max = 40) Set<@LongRange(min = 0, max = 60) Long> numbers,
      @ForAll @LongRange(min = 0, max = 60) long one,
      @ForAll @LongRange(min = 0, max = 60) long other) {
    WalSegmentSize size = WalSegmentSize.DEFAULT;
    WalInventory inventory = inventory(numbers, size);
    WalRange wanted = new WalRange(ONE, Math.min(one, other), Math.max(one, other), size);

    List<WalSegmentName> missing =
        inventory.missing(wanted).stream().flatMap(WalRange::names).toList();

    assertThat(wanted.names())
        .allSatisfy(
            name -> assertThat(missing.contains(name)).isNotEqualTo(inventory.contains(name)));
    assertThat(missing).allMatch(wanted::contains).doesNotHaveDuplicates().isSorted();
  }

  @Property(tries = 300)
  void gapsAndRangesAlternateWithoutTouchingOrOverlapping(
      @ForAll @Size(min = 1, max = 40) Set<@LongRange(min = 0, max = 60) Long> numbers) {
    WalInventory inventory = inventory(numbers, WalSegmentSize.DEFAULT);
    long covered =
        inventory.segmentCount() + inventory.gaps().stream().mapToLong(WalRange::count).sum();
    TreeSet<Long> sorted = new TreeSet<>(numbers);

    assertThat(inventory.segmentCount()).isEqualTo(numbers.size());
    assertThat(covered).isEqualTo(sorted.last() - sorted.first() + 1);
    assertThat(inventory.gaps()).hasSize(inventory.ranges().size() - 1);
  }

  private static WalInventory inventory(Set<Long> numbers, WalSegmentSize size) {
    SegmentRanges ranges = new SegmentRanges(size);
    numbers.forEach(number -> ranges.add(name(number, size)));
    KeySample none = new KeySample(0, List.of());
    return new WalInventory(
        "s",
        new WalInventory.Contents(
            size, ranges.toList(), List.of(), List.of(), 0, 0, none, none, none));
  }

  private static WalSegmentName name(long number, WalSegmentSize size) {
    return WalSegmentName.at(ONE, new Lsn(number * size.bytes()), size);
  }
}
