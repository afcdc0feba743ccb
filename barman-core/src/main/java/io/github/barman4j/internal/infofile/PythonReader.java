/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one Python literal from its beginning to its end. */
final class PythonReader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_DIGITS = 1000;
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:(\\d+)[lL]?(?![\\d.eE])|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)");
  private static final Pattern WORD = Pattern.compile("None|True|False");
  private static final Pattern STRING_PREFIX = Pattern.compile("[uUrR]?(?=['\"])");

  private final String text;
  private int at;
  private int depth;

  PythonReader(String text) {
    this.text = text;
  }

  @Nullable Object read() {
    Object value = value();
    skipBlanks();
    if (at < text.length()) {
      throw wrong("the end");
    }
    return value;
  }

  private @Nullable Object value() {
    skipBlanks();
    if (at >= text.length()) {
      throw wrong("a value");
    }
    return switch (text.charAt(at)) {
      case '[' -> nested(() -> items(']'));
      case '(' -> nested(this::tuple);
      case '{' -> nested(this::dict);
      default -> scalar();
    };
  }

  private interface Nested {
    @Nullable Object read();
  }

  private @Nullable Object nested(Nested body) {
    if (++depth > MAX_DEPTH) {
      throw wrong("at most " + MAX_DEPTH + " levels");
    }
    at++;
    Object value = body.read();
    depth--;
    return value;
  }

  private @Nullable Object tuple() {
    List<@Nullable Object> items = new ArrayList<>();
    boolean comma = elements(')', () -> items.add(value()));
    return items.size() == 1 && !comma ? items.get(0) : items;
  }

  private List<@Nullable Object> items(char end) {
    List<@Nullable Object> items = new ArrayList<>();
    elements(end, () -> items.add(value()));
    return items;
  }

  private Map<@Nullable Object, @Nullable Object> dict() {
    Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
    elements('}', () -> entry(entries));
    return entries;
  }

  private void entry(Map<@Nullable Object, @Nullable Object> entries) {
    Object key = value();
    if (key instanceof List || key instanceof Map) {
      throw wrong("a string or a number as key");
    }
    expect(':');
    entries.put(key, value());
  }

  /** Reads up to the end; tells whether a comma was last. */
  private boolean elements(char end, Runnable element) {
    boolean comma = false;
    while (!take(end)) {
      element.run();
      comma = take(',');
      if (!comma) {
        expect(end);
        return false;
      }
    }
    return comma;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private @Nullable Object scalar() {
    if (matcher(STRING_PREFIX).lookingAt()) {
      return strings();
    }
    Matcher word = matcher(WORD);
    if (word.lookingAt()) {
      at = word.end();
      return constant(word.group());
    }
    return number();
  }

  private static @Nullable Object constant(String word) {
    return word.equals("None") ? null : (Object) word.equals("True");
  }

  private Object number() {
    Matcher number = matcher(NUMBER);
    if (!number.lookingAt()) {
      throw wrong("a string, number, list, tuple, dict, None, True or False");
    }
    if (number.end() - at > MAX_DIGITS) {
      throw wrong("a number of at most " + MAX_DIGITS + " characters");
    }
    at = number.end();
    return number.group(1) == null ? (Object) finite(number.group()) : integer(number.group());
  }

  private Double finite(String digits) {
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw wrong("a number that fits");
    }
    return value;
  }

  private static Number integer(String digits) {
    BigInteger value = new BigInteger(digits.replaceAll("[+lL]", ""));
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  /** Adjacent strings are one, as in Python. */
  private String strings() {
    StringBuilder out = new StringBuilder();
    for (Matcher prefix = matcher(STRING_PREFIX); prefix.lookingAt(); ) {
      boolean raw = prefix.group().equalsIgnoreCase("r");
      at = prefix.end() + 1;
      string(text.charAt(at - 1), raw, out);
      skipBlanks();
      prefix = matcher(STRING_PREFIX);
    }
    return out.toString();
  }

  private void string(char quote, boolean raw, StringBuilder out) {
    while (at < text.length()) {
      char next = text.charAt(at++);
      if (next == quote) {
        return;
      }
      if (next == '\\' && !raw) {
        at = PythonEscapes.read(text, at, out);
      } else {
        out.append(next);
      }
    }
    throw wrong("the end of the string, " + quote);
  }

  private boolean take(char wanted) {
    skipBlanks();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "expected " + expected + " at character " + (at + 1) + ", got '" + near() + "'");
  }

  private String near() {
    return text.substring(Math.min(at, text.length()), Math.min(at + 20, text.length()));
  }
}
