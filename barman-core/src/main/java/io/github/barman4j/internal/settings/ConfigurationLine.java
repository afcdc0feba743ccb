/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.settings;

import java.util.Locale;

/**
 * A line of a configuration file of PostgreSQL, each of its bytes one character; see {@code
 * guc-file.l}. Read from left to right: the lines of a backup may be of any length.
 *
 * @param text as it stands there
 * @param name of the setting in lower case, empty if the line sets none
 * @param value without quotes and comment
 */
public record ConfigurationLine(String text, String name, String value) {

  private static final char FIRST_BEYOND_ASCII = 0x80;

  /** Reads a line, with or without what ends it. */
  public static ConfigurationLine parse(String text) {
    int begin = skipSpace(text, 0);
    int end = begin;
    while (end < text.length() && isOfName(text.charAt(end))) {
      end++;
    }
    if (begin == end || Character.isDigit(text.charAt(begin))) {
      return new ConfigurationLine(text, "", "");
    }
    String name = text.substring(begin, end).toLowerCase(Locale.ROOT);
    return new ConfigurationLine(text, name, value(text, skipEquals(text, end)));
  }

  private static boolean isOfName(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= FIRST_BEYOND_ASCII;
    return letter || (c >= '0' && c <= '9') || "_.$".indexOf(c) >= 0;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return " \t\r\n\f\u000b".indexOf(c) >= 0;
  }

  private static int skipEquals(String text, int from) {
    int at = skipSpace(text, from);
    return at < text.length() && text.charAt(at) == '=' ? skipSpace(text, at + 1) : at;
  }

  private static String value(String text, int begin) {
    if (begin < text.length() && text.charAt(begin) == '\'') {
      return quoted(text, begin + 1);
    }
    int end = begin;
    while (end < text.length()
        && !isSpace(text.charAt(end))
        && "#'".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(begin, end);
  }

  /** Two quotes are one, and what a backslash precedes is no quote. */
  private static String quoted(String text, int begin) {
    StringBuilder value = new StringBuilder();
    for (int at = begin; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean next = at + 1 < text.length();
      if (c == '\'' && !(next && text.charAt(at + 1) == '\'')) {
        break;
      }
      value.append(c);
      if (next && (c == '\'' || c == '\\')) {
        at++;
        value.append(c == '\'' ? "" : text.charAt(at));
      }
    }
    return value.toString();
  }
}
