/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.WalFileName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One archived file as the WAL catalogue has it.
 *
 * @param name of the file
 * @param size of the archived file in bytes, compressed and encrypted as it is
 * @param modified when the file that was archived was last written, in seconds since 1970; formats
 *     as the text it was read from
 * @param compression Barman's name of the algorithm, null if none
 * @param encryption Barman's name of the method, null if none or not said
 */
record CatalogueLine(
    WalFileName name,
    long size,
    BigDecimal modified,
    @Nullable String compression,
    @Nullable String encryption) {

  private static final String NONE = "None";
  private static final char SEPARATOR = '\t';
  private static final int LEAST_COLUMNS = 3;
  private static final int MOST_COLUMNS = 5;
  private static final int DOUBLE_DIGITS = 17;
  private static final int MOST_DIGITS = 30;

  /** Checks the size. */
  CatalogueLine {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(modified, "modified");
    if (size < 0) {
      throw new IllegalArgumentException("The size of " + name + " is at least 0, got " + size);
    }
  }

  /**
   * Reads a line of three, four or five columns.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static CatalogueLine parse(String line) {
    String[] columns = line.strip().split("\\s+", -1);
    if (columns.length < LEAST_COLUMNS || columns.length > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "expected three to five columns, got " + columns.length + ": '" + line + "'");
    }
    return new CatalogueLine(
        WalFileName.parse(columns[0]),
        Long.parseLong(columns[1]),
        time(columns[2]),
        columns.length > 3 ? orNull(columns[3]) : null,
        columns.length > 4 ? orNull(columns[4]) : null);
  }

  private static BigDecimal time(String column) {
    BigDecimal seconds = new BigDecimal(column);
    if (Math.abs(seconds.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException("not a time in seconds: " + column);
    }
    return seconds;
  }

  private static @Nullable String orNull(String column) {
    return column.equals(NONE) ? null : column;
  }

  /** Tells whether another line says the same in the columns that both catalogues have. */
  boolean says(CatalogueLine other) {
    return name.equals(other.name)
        && size == other.size
        && modified.compareTo(other.modified) == 0
        && Objects.equals(compression, other.compression);
  }

  /** Returns the line with four columns, without line end. */
  String legacy() {
    return name.toString()
        + SEPARATOR
        + size
        + SEPARATOR
        + modified.toPlainString()
        + SEPARATOR
        + orNone(compression);
  }

  /**
   * Returns the line with a fifth column if there is something to say in it, without line end:
   * Barman before 3.14 cannot read a catalogue that has five, and later ones take four as well.
   */
  String modern() {
    return encryption == null ? legacy() : legacy() + SEPARATOR + encryption;
  }

  private static String orNone(@Nullable String value) {
    return value == null ? NONE : value;
  }

  /**
   * Returns a time as Barman writes it: what Python makes of the system's seconds and nanoseconds,
   * in the fewest digits that tell it from its neighbours.
   */
  static BigDecimal seconds(Instant time) {
    double seconds = time.getEpochSecond() + 1e-9 * time.getNano();
    BigDecimal exact = new BigDecimal(seconds);
    for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == seconds) {
        return withFraction(rounded);
      }
    }
    return withFraction(exact.round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN)));
  }

  private static BigDecimal withFraction(BigDecimal seconds) {
    return seconds.scale() < 1 ? seconds.setScale(1) : seconds;
  }
}
