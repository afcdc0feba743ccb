/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import org.jspecify.annotations.Nullable;

/**
 * The number that {@code initdb} gives a cluster and that its standbys share: 64 bits, unsigned.
 *
 * @param value the 64 bits
 */
public record SystemIdentifier(long value) {

  /**
   * Reads the decimal form, unsigned as {@code pg_controldata} prints it, or signed as the function
   * {@code pg_control_system()} gives it: from 2038 on, that is negative.
   *
   * @throws IllegalArgumentException if the text is not a 64-bit number
   */
  public static SystemIdentifier parse(String decimal) {
    try {
      return new SystemIdentifier(
          decimal.startsWith("-") ? Long.parseLong(decimal) : Long.parseUnsignedLong(decimal));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Not a system identifier: '" + decimal + "'", e);
    }
  }

  /** Returns the decimal form, unsigned. */
  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }

  // Compared by every program that archives a file; a record's own way takes the JVM 30 ms at
  // first.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SystemIdentifier that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }
}
