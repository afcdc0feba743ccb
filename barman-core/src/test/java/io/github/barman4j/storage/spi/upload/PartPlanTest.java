/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Parts grow as they must, and stay what stores accept. */
final class PartPlanTest {

  private static final int MIB = 1 << 20;

  @Test
  void partsGrowSoThatTheLargestObjectFits() {
    PartPlan plan = new PartPlan(8L * MIB, 5L << 30, 10_000, 5L << 40);
    assertThat(plan.maxObjectSize()).isEqualTo(5L << 40);
    assertThat(plan.next(0)).isEqualTo(8L * MIB);
    assertThat(plan.next(1L << 40)).isGreaterThan(500L * MIB);
  }

  @Test
  void aHintOfTheSizeKeepsPartsSmaller() {
    PartPlan plan = new PartPlan(8L * MIB, 1L << 30, 10_000, 5L << 40);
    assertThat(plan.maxObjectSize()).isLessThan(5L << 40);
    assertThat(plan.forExpected(5L << 40).maxObjectSize()).isEqualTo(5L << 40);
    assertThat(plan.forExpected(-1)).isEqualTo(plan);
  }

  @Property
  void partsAreWholeMultiplesOfWhatStoresTake(
      @ForAll @LongRange(min = 0, max = 1L << 42) long sent) {
    PartPlan plan = new PartPlan(8L * MIB, 4000L * MIB, 10_000, 5L << 40);
    assertThat(plan.next(sent) % (256 << 10)).isZero();
    assertThat(plan.forExpected(sent).firstSize() % (256 << 10)).isZero();
  }

  @Property
  void equalPartsAreAsLargeAsTheWholeNeeds(
      @ForAll @LongRange(min = 0, max = 900L << 30) long size) {
    PartPlan plan = new PartPlan(16L * MIB, 96L * MIB, 10_000, 5L << 40).withEqualParts();
    PartPlan chosen = plan.forExpected(size);
    assertThat(chosen.next(0)).isEqualTo(chosen.next(size)).isLessThanOrEqualTo(96L * MIB);
    assertThat(chosen.next(0) % (256 << 10)).isZero();
    assertThat(chosen.maxObjectSize()).isGreaterThanOrEqualTo(size);
  }

  @Test
  void equalPartsOfAnUnknownWholeAreAQuarterOfTheBudget() {
    PartPlan plan = new PartPlan(16L * MIB, 96L * MIB, 10_000, 5L << 40).withEqualParts();
    assertThat(plan.forExpected(-1).next(0)).isEqualTo(48L * MIB);
    assertThat(plan.forExpected(-1).maxObjectSize()).isEqualTo(480_000L * MIB);
  }
}
