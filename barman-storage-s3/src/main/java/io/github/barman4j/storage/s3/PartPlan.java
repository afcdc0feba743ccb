/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

/**
 * How large each part is, so that an object of unknown length fits into the parts there are.
 *
 * <p>Parts keep their first size for an eighth of the parts and then grow with what was sent. Each
 * part lies in memory until it is sent, so it does not grow beyond half the budget; {@link
 * #maxObjectSize()} says what that comes to.
 *
 * @param firstSize of the first parts, in bytes
 * @param maxSize no part is larger, in bytes
 * @param maxParts the store's limit
 */
record PartPlan(long firstSize, long maxSize, int maxParts) {

  /** S3's limit, see "Amazon S3 multipart upload limits". */
  private static final long MAX_OBJECT = 5L << 40;

  private static final int GROWTH = 8;

  static PartPlan of(S3Options options) {
    long partSize = options.get(S3Settings.PART_SIZE);
    long most = Math.max(partSize, options.get(S3Settings.MEMORY_BUDGET) / 2);
    return new PartPlan(partSize, most, options.get(S3Settings.MAX_PARTS));
  }

  /** Returns the plan for an object of about this size; negative means unknown. */
  PartPlan forExpected(long size) {
    long even = size / maxParts + size / maxParts / 10;
    return new PartPlan(Math.min(maxSize, Math.max(firstSize, even)), maxSize, maxParts);
  }

  /** Returns the size of the part that follows {@code sent} bytes. */
  long next(long sent) {
    return Math.min(maxSize, Math.max(firstSize, sent / maxParts * GROWTH));
  }

  /** Returns the size of the largest object that fits. */
  long maxObjectSize() {
    long sent = 0;
    for (int part = 0; part < maxParts; part++) {
      sent += next(sent);
    }
    return Math.min(sent, MAX_OBJECT);
  }
}
