/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A timeline: 32 bits, compared unsigned, from 1.
 *
 * @param value the 32 bits
 */
public record TimelineId(int value) implements Comparable<TimelineId> {

  /** Checks that it is not 0, which PostgreSQL uses for "none". */
  public TimelineId {
    if (value == 0) {
      throw new IllegalArgumentException("A timeline is at least 1");
    }
  }

  /**
   * Returns the timeline of this number.
   *
   * @throws IllegalArgumentException if it is not in 1 to 4294967295
   */
  public static TimelineId of(long number) {
    if (number < 1 || number > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("A timeline is in 1 to 4294967295, got " + number);
    }
    return new TimelineId((int) number);
  }

  /** Reads the eight hexadecimal digits that WAL file names begin with. */
  public static TimelineId parseHex(String eightDigits) {
    return of(Long.parseLong(eightDigits, 16));
  }

  /** Returns the eight hexadecimal digits that WAL file names begin with. */
  public String toHex() {
    return String.format(Locale.ROOT, "%08X", value);
  }

  /** Returns the number, 1 to 4294967295. */
  public long number() {
    return Integer.toUnsignedLong(value);
  }

  @Override
  public int compareTo(TimelineId other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** Returns the number in decimal, as PostgreSQL's functions give it. */
  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }

  // Compared by every program that archives a file; a record's own way takes the JVM 30 ms at
  // first.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimelineId that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }
}
