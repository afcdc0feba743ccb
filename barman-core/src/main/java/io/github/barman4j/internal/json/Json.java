/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes JSON on one line, with the blanks and ASCII escapes that Python's writer has. */
public final class Json {

  private static final String SHORT = "\"\\\b\f\n\r\t";
  private static final String LETTERS = "\"\\bfnrt";
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char LAST_ASCII = 0x7E;

  private Json() {}

  /**
   * Returns the JSON of null, a string, number, boolean, list or map; a map's keys are written as
   * their texts. Anything else is written as the string of its text.
   */
  public static String write(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return String.valueOf(value);
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(String.valueOf(entry.getKey())) + ": " + write(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
    }
    return quote(value.toString());
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder().append('"');
    text.chars().forEach(character -> append((char) character, out));
    return out.append('"').toString();
  }

  private static void append(char character, StringBuilder out) {
    int known = SHORT.indexOf(character);
    if (known >= 0) {
      out.append('\\').append(LETTERS.charAt(known));
    } else if (character < FIRST_PRINTABLE || character > LAST_ASCII) {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
    } else {
      out.append(character);
    }
  }
}
