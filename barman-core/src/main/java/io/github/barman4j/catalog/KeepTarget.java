/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import java.util.Locale;

/** What is kept with a backup that retention must not delete. */
public enum KeepTarget {
  /** The backup and all WAL from its begin on: any later point in time stays reachable. */
  FULL,
  /** The backup and its own WAL, begin to end: only its end stays reachable. */
  STANDALONE;

  /**
   * Reads the body of a keep annotation or a person's word.
   *
   * @throws IllegalArgumentException that lists the two words
   */
  public static KeepTarget parse(String text) {
    for (KeepTarget target : values()) {
      if (target.word().equals(text)) {
        return target;
      }
    }
    throw new IllegalArgumentException(
        "Not a keep target: '" + text + "'; there are full and standalone");
  }

  /** Returns Barman's word for it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
