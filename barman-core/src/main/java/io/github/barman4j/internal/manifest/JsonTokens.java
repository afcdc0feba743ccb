/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The tokens of a JSON text, read one after the other; only what a manifest needs: no fractions, no
 * exponents. For one thread.
 */
final class JsonTokens {

  private static final int LONGEST_STRING = 64 << 10;
  private static final int LONGEST_NUMBER = 20;
  private static final int DEEPEST = 16;
  private static final int HEX = 16;

  private final LineDigest source;
  private int next = ' ';

  JsonTokens(LineDigest source) {
    this.source = source;
  }

  /** Returns the first character of the next token without taking it, -1 at the end. */
  int peek() throws IOException {
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = source.read();
    }
    return next;
  }

  /** Takes a punctuation mark. */
  void take(char mark) throws IOException {
    if (peek() != mark) {
      throw unexpected("'" + mark + "'");
    }
    next = ' ';
  }

  /** Takes a punctuation mark if it comes next; tells whether it did. */
  boolean takeIf(char mark) throws IOException {
    boolean found = peek() == mark;
    if (found) {
      next = ' ';
    }
    return found;
  }

  /** Takes a string. */
  String string() throws IOException {
    take('"');
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int c = source.read(); c != '"'; c = source.read()) {
      if (c < ' ' || bytes.size() >= LONGEST_STRING) {
        next = c;
        throw unexpected("a string");
      }
      if (c == '\\') {
        escape(bytes);
      } else {
        bytes.write(c);
      }
    }
    next = ' ';
    return bytes.toString(UTF_8);
  }

  private void escape(ByteArrayOutputStream bytes) throws IOException {
    int c = source.read();
    if (c == 'u') {
      char unit = unit();
      bytes.writeBytes((Character.isSurrogate(unit) ? pair(unit) : "" + unit).getBytes(UTF_8));
      return;
    }
    int index = "\"\\/bfnrt".indexOf(c);
    if (index < 0) {
      next = c;
      throw unexpected("an escape");
    }
    bytes.write("\"\\/\b\f\n\r\t".charAt(index));
  }

  private String pair(char high) throws IOException {
    if (source.read() != '\\' || source.read() != 'u') {
      throw unexpected("the second half of a character");
    }
    return "" + high + unit();
  }

  private char unit() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(source.read(), HEX);
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      value = value * HEX + digit;
    }
    return (char) value;
  }

  /** Takes a whole number, as text. */
  String number() throws IOException {
    StringBuilder digits = new StringBuilder();
    peek();
    while (isPartOfNumber(next) && digits.length() < LONGEST_NUMBER) {
      digits.append((char) next);
      next = source.read();
    }
    return finish(digits);
  }

  /** Tells whether the character can be part of a whole number. */
  static boolean isPartOfNumber(int c) {
    return c == '-' || (c >= '0' && c <= '9');
  }

  private String finish(StringBuilder digits) throws IOException {
    if (digits.isEmpty()) {
      throw unexpected("a number");
    }
    return digits.toString();
  }

  /** Takes a value of any kind and forgets it. */
  void skip() throws IOException {
    skip(0);
  }

  private void skip(int depth) throws IOException {
    int first = peek();
    if (depth > DEEPEST) {
      throw unexpected("fewer nested values");
    } else if (first == '{' || first == '[') {
      skipAll(first, depth);
    } else if (first == '"') {
      string();
    } else if (first == 't' || first == 'f' || first == 'n') {
      word();
    } else {
      number();
    }
  }

  private void skipAll(int open, int depth) throws IOException {
    char close = open == '{' ? '}' : ']';
    take((char) open);
    if (takeIf(close)) {
      return;
    }
    do {
      if (open == '{') {
        string();
        take(':');
      }
      skip(depth + 1);
    } while (takeIf(','));
    take(close);
  }

  private void word() throws IOException {
    while (next >= 'a' && next <= 'z') {
      next = source.read();
    }
  }

  /** Returns the error that something else was expected here. */
  MalformedManifestException unexpected(String expected) {
    String found = next < 0 ? "the end" : "'" + (char) next + "'";
    return new MalformedManifestException(
        "at byte " + source.total() + ": expected " + expected + ", got " + found);
  }
}
