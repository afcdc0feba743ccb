/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;

/** Which backups are to stay: so many, or those that a span of time needs. */
public sealed interface RetentionPolicy {

  /** Returns how many restorable backups stay whatever else the policy says; 0 for no such rule. */
  int minimumRedundancy();

  /** Returns this policy with another minimum of restorable backups, 0 for none. */
  RetentionPolicy withMinimumRedundancy(int backups);

  /** Returns the policy to retain this many restorable backups, at least 1. */
  static RetentionPolicy redundancy(int backups) {
    return new Redundancy(backups, 0);
  }

  /**
   * Returns the policy to retain what is needed to recover any moment of this span of time up to
   * now.
   */
  static RetentionPolicy recoveryWindow(Duration window) {
    return new RecoveryWindow(window, 0);
  }

  /**
   * Reads {@code REDUNDANCY 3} or {@code RECOVERY WINDOW OF 7 DAYS}, or WEEKS or MONTHS, in upper
   * or lower case; a month has 31 days, as with Barman.
   *
   * @throws IllegalArgumentException that shows both forms
   */
  static RetentionPolicy parse(String text) {
    Matcher matcher = Grammar.POLICY.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Expected REDUNDANCY n or RECOVERY WINDOW OF n DAYS, WEEKS or MONTHS with n of 1 to"
              + " 999999999, got '"
              + text
              + "'");
    }
    return matcher.group(1) != null
        ? redundancy(Integer.parseInt(matcher.group(1)))
        : recoveryWindow(Grammar.window(matcher));
  }

  /**
   * So many backups.
   *
   * @param backups that stay, at least 1
   * @param minimumRedundancy the larger of both counts
   */
  record Redundancy(int backups, int minimumRedundancy) implements RetentionPolicy {

    /** Checks the numbers. */
    public Redundancy {
      if (backups < 1 || minimumRedundancy < 0) {
        throw new IllegalArgumentException(
            "Redundancy is at least 1 and its minimum at least 0, got "
                + backups
                + " and "
                + minimumRedundancy);
      }
    }

    @Override
    public Redundancy withMinimumRedundancy(int minimum) {
      return new Redundancy(backups, minimum);
    }

    /** Returns the form that {@link RetentionPolicy#parse} reads. */
    @Override
    public String toString() {
      return "REDUNDANCY " + backups;
    }
  }

  /**
   * What a span of time up to now needs.
   *
   * @param window how far back, more than nothing
   * @param minimumRedundancy as many stay, needed or not
   */
  record RecoveryWindow(Duration window, int minimumRedundancy) implements RetentionPolicy {

    /** Checks the numbers. */
    public RecoveryWindow {
      Objects.requireNonNull(window, "window");
      if (window.isNegative() || window.isZero() || minimumRedundancy < 0) {
        throw new IllegalArgumentException(
            "A recovery window is longer than nothing and its minimum redundancy at least 0, got "
                + window
                + " and "
                + minimumRedundancy);
      }
    }

    @Override
    public RecoveryWindow withMinimumRedundancy(int minimum) {
      return new RecoveryWindow(window, minimum);
    }

    /** Returns the form that {@link RetentionPolicy#parse} reads, if the window is whole days. */
    @Override
    public String toString() {
      boolean days = window.equals(Duration.ofDays(window.toDays()));
      return "RECOVERY WINDOW OF " + (days ? window.toDays() + " DAYS" : window.toString());
    }
  }
}
