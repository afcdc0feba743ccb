/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists, strings, numbers, booleans and null. For one thread. */
final class JsonText {
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /** Returns the object that a text is; an empty text is an empty object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(String text) {
    return text.isBlank() ? Map.of() : (Map<String, Object>) parse(text);
  }

  private static Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    if (json.peek() != 0) {
      throw json.unexpected();
    }
    return java.util.Objects.requireNonNull(value);
  }

  private @Nullable Object value() {
    return switch (peek()) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    take('{');
    while (peek() != '}') {
      String name = string();
      take(':');
      members.put(name, value());
      if (peek() != '}') {
        take(',');
      }
    }
    take('}');
    return members;
  }

  private List<@Nullable Object> items() {
    List<@Nullable Object> items = new ArrayList<>();
    take('[');
    while (peek() != ']') {
      items.add(value());
      if (peek() != ']') {
        take(',');
      }
    }
    take(']');
    return items;
  }

  private String string() {
    take('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    take('"');
    return out.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    if (c == 'u') {
      at += HEX_DIGITS;
      return (char) Integer.parseInt(text.substring(at - HEX_DIGITS, at), HEX);
    }
    int known = "bfnrt".indexOf(c);
    return known < 0 ? c : "\b\f\n\r\t".charAt(known);
  }

  private Number number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    if (digits.isEmpty()) {
      throw unexpected();
    }
    return digits.matches("-?\\d+")
        ? (Number) Long.valueOf(digits)
        : (Number) Double.valueOf(digits);
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  /** Returns the next character that is no blank, 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void take(char mark) {
    if (peek() != mark) {
      throw unexpected();
    }
    at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("Not JSON at character " + at + ": " + text);
  }
}
