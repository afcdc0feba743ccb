/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.util.Locale;
import java.util.Objects;

/**
 * What all uploads of a store have to live with.
 *
 * @param name of the threads that send
 * @param plan how large parts are
 * @param memoryBudget for parts being filled or sent, in bytes; at least a first part
 * @param threads parts sent at the same time, over all uploads
 */
public record UploadLimits(String name, PartPlan plan, long memoryBudget, int threads) {

  /** Checks that uploads can go on within these limits. */
  public UploadLimits {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(plan, "plan");
    if (memoryBudget < plan.firstSize() || threads < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Uploads need a thread and memory for a part of %d bytes, got %d threads and %d bytes",
              plan.firstSize(),
              threads,
              memoryBudget));
    }
  }
}
