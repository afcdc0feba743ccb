/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.log;

import java.util.Locale;

/** What a terminal or a log would obey, or take for another line, made visible. */
public final class Controls {

  private Controls() {}

  /** Returns the text with every control character but line ends and tabs as {@code \x1b}. */
  public static String escaped(String text) {
    if (text.chars().noneMatch(Controls::isControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            character -> {
              if (isControl(character)) {
                shown.append(String.format(Locale.ROOT, "\\x%02x", character));
              } else {
                shown.append((char) character);
              }
            });
    return shown.toString();
  }

  /** Returns the text with what follows a line end indented, as no line of the log begins. */
  static String ofOneEntry(String text) {
    return escaped(text).replace("\n", "\n    ");
  }

  /** Bidirectional overrides turn round what is read, so they count, too. */
  private static boolean isControl(int character) {
    boolean harmless = character == '\n' || character == '\t';
    boolean turns =
        (character >= 0x202a && character <= 0x202e)
            || (character >= 0x2066 && character <= 0x2069);
    return (Character.isISOControl(character) && !harmless) || turns;
  }
}
