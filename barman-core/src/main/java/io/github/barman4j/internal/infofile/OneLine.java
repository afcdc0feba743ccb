/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.util.regex.Pattern;

/** Values that stand unquoted on a line of {@code backup.info}. */
final class OneLine {

  /** Whatever some reader takes for the end of a line, not only Java's. */
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+");

  private OneLine() {}

  /** Returns the text with blanks for line breaks. */
  static String join(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException if it does not fit on one line, or would be read as absent
   */
  static String require(String key, String text) {
    if (BREAKS.matcher(text).find()) {
      throw new IllegalArgumentException(
          key
              + " in backup.info is one line without control characters, got '"
              + join(text)
              + "' with some; take them out");
    }
    if (text.equals("None")) {
      throw new IllegalArgumentException(
          key + " cannot be the word None, which backup.info has for \"absent\"; choose another");
    }
    return text;
  }
}
