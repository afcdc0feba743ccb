/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log sequence number: a byte position in the WAL, 64 bits, compared unsigned.
 *
 * @param value the position in bytes
 */
public record Lsn(long value) implements Comparable<Lsn> {

  /** The position that PostgreSQL writes for "none". */
  public static final Lsn ZERO = new Lsn(0);

  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");
  private static final int HALF = 32;
  private static final long LOW = 0xFFFF_FFFFL;

  /**
   * Reads PostgreSQL's form, {@code 16/B374D848}.
   *
   * @throws IllegalArgumentException if the text is not of this form
   */
  public static Lsn parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not an LSN of the form 16/B374D848: '" + text + "'");
    }
    long high = Long.parseLong(matcher.group(1), 16);
    return new Lsn(high << HALF | Long.parseLong(matcher.group(2), 16));
  }

  /** Returns the position this many bytes further on. */
  public Lsn plus(long bytes) {
    return new Lsn(value + bytes);
  }

  /** Tells whether this position lies before the other. */
  public boolean isBefore(Lsn other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** Returns PostgreSQL's form, {@code 16/B374D848}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%X/%X", value >>> HALF, value & LOW);
  }
}
