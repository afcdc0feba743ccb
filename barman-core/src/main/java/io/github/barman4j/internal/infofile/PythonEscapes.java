/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.util.Locale;

/**
 * The escapes in Python strings. See "String and Bytes literals" in The Python Language Reference.
 */
final class PythonEscapes {

  private static final String SHORT = "\\'\"abfnrtv";
  private static final String MEANING = "\\'\"\u0007\b\f\n\r\t\u000b";
  private static final int OCTAL_DIGITS = 3;
  private static final int HEX = 16;

  private PythonEscapes() {}

  /** Reads the escape whose backslash is before {@code at}; returns where the text goes on. */
  static int read(String text, int at, StringBuilder out) {
    if (at >= text.length()) {
      throw new IllegalArgumentException("ends with a backslash");
    }
    char kind = text.charAt(at);
    int known = SHORT.indexOf(kind);
    if (known >= 0) {
      out.append(MEANING.charAt(known));
      return at + 1;
    }
    return switch (kind) {
      case 'x' -> hex(text, at + 1, 2, out);
      case 'u' -> hex(text, at + 1, 4, out);
      case 'U' -> hex(text, at + 1, 8, out);
      case 'N' -> named(text, at + 1, out);
      default -> octalOrNone(text, at, out);
    };
  }

  private static int hex(String text, int from, int digits, StringBuilder out) {
    int end = from + digits;
    if (end > text.length()) {
      throw new IllegalArgumentException("ends within an escape");
    }
    out.appendCodePoint(Integer.parseUnsignedInt(text, from, end, HEX));
    return end;
  }

  private static int named(String text, int from, StringBuilder out) {
    int end = text.indexOf('}', from);
    if (end < 0 || text.charAt(from) != '{') {
      throw new IllegalArgumentException("expected a name in braces behind \\N");
    }
    out.appendCodePoint(Character.codePointOf(text.substring(from + 1, end)));
    return end + 1;
  }

  private static int octalOrNone(String text, int from, StringBuilder out) {
    int end = from;
    while (end < Math.min(text.length(), from + OCTAL_DIGITS) && isOctal(text.charAt(end))) {
      end++;
    }
    if (end == from) {
      out.append('\\');
      return from;
    }
    out.appendCodePoint(Integer.parseInt(text, from, end, 8));
    return end;
  }

  private static boolean isOctal(char digit) {
    return digit >= '0' && digit <= '7';
  }

  /** Appends a character as Python's {@code repr} has it within these quotes. */
  static void write(int codePoint, char quote, StringBuilder out) {
    int known = "\\\n\r\t".indexOf(codePoint);
    if (known >= 0) {
      out.append('\\').append("\\nrt".charAt(known));
    } else if (codePoint == quote) {
      out.append('\\').append(quote);
    } else if (isPrintable(codePoint)) {
      out.appendCodePoint(codePoint);
    } else {
      out.append(escaped(codePoint));
    }
  }

  private static String escaped(int codePoint) {
    String form = codePoint <= 0xFF ? "\\x%02x" : codePoint <= 0xFFFF ? "\\u%04x" : "\\U%08x";
    return String.format(Locale.ROOT, form, codePoint);
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }
}
