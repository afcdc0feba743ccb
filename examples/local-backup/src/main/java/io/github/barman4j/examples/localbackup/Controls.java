/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import java.util.Locale;
import java.util.stream.Collectors;

/** What a terminal would obey, made visible: names come from files that others may have written. */
final class Controls {

  private Controls() {}

  /** Returns the text with every control character but line ends and tabs as {@code \x1b}. */
  static String escaped(String text) {
    return text.codePoints().mapToObj(Controls::shown).collect(Collectors.joining());
  }

  private static String shown(int character) {
    return Character.isISOControl(character) && character != '\n' && character != '\t'
        ? String.format(Locale.ROOT, "\\x%02x", character)
        : Character.toString(character);
  }
}
