/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** Whole numbers in arguments. */
final class Numbers {

  private Numbers() {}

  /** Returns a number, which is at least 1, as text. */
  static String positive(String text) {
    return String.valueOf(atLeast(1, text));
  }

  static int atLeast(int min, String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= min) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, for both.
    }
    throw new IllegalArgumentException(
        "takes a whole number of at least " + min + ", got '" + text + "'");
  }
}
