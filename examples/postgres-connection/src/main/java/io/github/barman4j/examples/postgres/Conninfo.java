/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.util.EnumMap;
import java.util.Map;

/**
 * Reads connection strings of libpq: {@code host=localhost port=5432}, or a URI. Behind a password
 * messages quote nothing, since it may be the rest of a password with a blank in it.
 */
final class Conninfo {

  private static final String IN = " in the connection string";

  private final String text;
  private final Map<Keyword, String> values = new EnumMap<>(Keyword.class);
  private int at;

  private Conninfo(String text) {
    this.text = text;
  }

  /**
   * Returns the values that a connection string gives.
   *
   * @throws ConnectionException if it is not one
   */
  static Map<Keyword, String> parse(String text) {
    return ConninfoUri.isOne(text) ? ConninfoUri.parse(text) : new Conninfo(text).read();
  }

  private Map<Keyword, String> read() {
    skipBlanks();
    while (at < text.length()) {
      Keyword keyword = keyword(word());
      values.put(keyword, value());
      skipBlanks();
    }
    return values;
  }

  private Keyword keyword(String word) {
    return Keyword.find(word)
        .orElseThrow(() -> new ConnectionException("invalid connection option" + shown(word) + IN));
  }

  private String shown(String word) {
    return values.containsKey(Keyword.PASSWORD)
        ? " behind the password, which goes in quotes if it has blanks,"
        : " \"" + word + "\"";
  }

  private String word() {
    int from = at;
    while (at < text.length() && text.charAt(at) != '=' && !isBlank()) {
      at++;
    }
    String word = text.substring(from, at);
    skipBlanks();
    if (at == text.length() || text.charAt(at) != '=') {
      throw new ConnectionException("missing \"=\" after a word" + shown(word) + IN);
    }
    at++;
    skipBlanks();
    return word;
  }

  private String value() {
    return at < text.length() && text.charAt(at) == '\'' ? quoted() : plain();
  }

  private String plain() {
    StringBuilder value = new StringBuilder();
    while (at < text.length() && !isBlank()) {
      value.append(character());
    }
    return value.toString();
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '\'') {
      value.append(character());
    }
    if (at == text.length()) {
      throw new ConnectionException("unterminated quoted string" + IN);
    }
    at++;
    return value.toString();
  }

  /** A backslash gives the next character its plain meaning; one at the very end is dropped. */
  private String character() {
    if (text.charAt(at) == '\\' && ++at == text.length()) {
      return "";
    }
    return String.valueOf(text.charAt(at++));
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank()) {
      at++;
    }
  }

  private boolean isBlank() {
    return Character.isWhitespace(text.charAt(at));
  }
}
