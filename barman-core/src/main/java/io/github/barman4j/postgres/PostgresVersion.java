/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

/**
 * A version of PostgreSQL 10 or later as the number of {@code server_version_num}.
 *
 * @param number such as 170004 for 17.4
 */
public record PostgresVersion(int number) implements Comparable<PostgresVersion> {

  private static final int MAJOR = 10_000;

  /** Checks that it is a number that PostgreSQL gives. */
  public PostgresVersion {
    if (number < MAJOR / 2) {
      throw new IllegalArgumentException("Not a server_version_num: " + number);
    }
  }

  /** Returns the major version, such as 17. */
  public int major() {
    return number / MAJOR;
  }

  /** Tells whether the major version is this one or a later one. */
  public boolean isAtLeast(int major) {
    return major() >= major;
  }

  @Override
  public int compareTo(PostgresVersion other) {
    return Integer.compare(number, other.number);
  }

  /** Returns the form people know, {@code 17.4}. */
  @Override
  public String toString() {
    return major() + "." + number % MAJOR;
  }
}
