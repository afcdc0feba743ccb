/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.examples.postgres.TargetTime;
import java.time.Instant;
import java.time.ZoneId;

/** Reads the time of {@code --target-time}; without a zone it is in the local one. */
final class TargetTimes {

  private TargetTimes() {}

  /**
   * Returns the point in time.
   *
   * @throws UsageException if it is none, or may be several
   */
  static Instant parse(String text, ZoneId local) {
    try {
      return TargetTime.parse(text, local);
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument --target-time: " + e.getMessage());
    }
  }
}
