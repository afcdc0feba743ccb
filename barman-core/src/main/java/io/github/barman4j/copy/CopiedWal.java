/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.postgres.WalSegmentName;
import java.util.Objects;

/**
 * A run of WAL files on one timeline to be copied, without a hole unless there is one at the
 * source; partial segments and backup histories are counted with the segments.
 *
 * @param first segment
 * @param last segment
 * @param files how many
 * @param bytes of all, as stored
 * @param presentFiles how many of these are at the target already, by name and size
 * @param presentBytes of those
 */
public record CopiedWal(
    WalSegmentName first,
    WalSegmentName last,
    long files,
    long bytes,
    long presentFiles,
    long presentBytes) {

  /** Checks that both ends are there. */
  public CopiedWal {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
  }

  boolean contains(WalSegmentName segment) {
    return segment.compareTo(first) >= 0 && segment.compareTo(last) <= 0;
  }
}
