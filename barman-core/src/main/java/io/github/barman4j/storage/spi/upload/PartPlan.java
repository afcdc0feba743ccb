/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.util.Locale;

/**
 * How large each part is, so that an object of unknown length fits into the parts there are.
 *
 * <p>Parts keep their first size for an eighth of the parts and then grow with what was sent. Each
 * part lies in memory until it is sent, so it does not grow beyond half the budget; {@link
 * #maxObjectSize()} says what that comes to.
 *
 * <p>Equal parts cannot grow. Their size is chosen before the first: from the expected size, and if
 * that is unknown a quarter of the budget, which leaves room to fill one part while others are
 * sent.
 *
 * @param firstSize of the first parts, in bytes
 * @param maxSize no part is larger, in bytes
 * @param maxParts the most parts the store takes
 * @param maxObject the largest object the store takes, in bytes
 * @param equal whether all parts but the last have the same size
 */
public record PartPlan(long firstSize, long maxSize, int maxParts, long maxObject, boolean equal) {

  private static final int GROWTH = 8;

  /** Some stores take parts of whole multiples only: Google's of 256 KiB. */
  private static final long GRAIN = 256 << 10;

  /** Checks that there is room for something. */
  public PartPlan {
    if (firstSize < 1 || maxSize < firstSize || maxParts < 1 || maxObject < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Not a plan: first part %d, largest %d bytes, %d parts, object %d bytes",
              firstSize,
              maxSize,
              maxParts,
              maxObject));
    }
  }

  /** Makes a plan whose parts grow. */
  public PartPlan(long firstSize, long maxSize, int maxParts, long maxObject) {
    this(firstSize, maxSize, maxParts, maxObject, false);
  }

  /** Returns this plan with all parts of the same size but the last. */
  public PartPlan withEqualParts() {
    return new PartPlan(firstSize, maxSize, maxParts, maxObject, true);
  }

  /** Returns the plan for an object of about this size in bytes; negative means unknown. */
  public PartPlan forExpected(long size) {
    long even = size / maxParts + size / maxParts / 10;
    long wanted = equal && size < 0 ? maxSize / 2 / GRAIN * GRAIN : whole(even);
    long first = Math.min(maxSize, Math.max(firstSize, wanted));
    return new PartPlan(first, maxSize, maxParts, maxObject, equal);
  }

  /** Returns the size of the part that follows {@code sent} bytes. */
  public long next(long sent) {
    return equal
        ? firstSize
        : Math.min(maxSize, Math.max(firstSize, whole(sent / maxParts * GROWTH)));
  }

  /** Returns the size of the largest object that fits, in bytes. */
  public long maxObjectSize() {
    long sent = 0;
    for (int part = 0; part < maxParts && sent < maxObject; part++) {
      sent += next(sent);
    }
    return Math.min(sent, maxObject);
  }

  private static long whole(long size) {
    return (size + GRAIN - 1) / GRAIN * GRAIN;
  }
}
