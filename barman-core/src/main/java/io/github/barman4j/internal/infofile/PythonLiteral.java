/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Python literals that {@code backup.info} holds: strings, numbers, lists, tuples, dicts,
 * {@code None}, {@code True}, {@code False}. Never evaluates anything.
 */
public final class PythonLiteral {

  private static final int MAX_DIGITS = 17;
  private static final int FIRST_SCIENTIFIC = 16;
  private static final int LAST_SCIENTIFIC = -5;

  private PythonLiteral() {}

  /** A tuple, written in parentheses; read ones come as a {@link List}. */
  record Tuple(List<?> items) {}

  /**
   * Reads a literal. Tuples are read as lists, integers as {@link Long} or, if larger, as {@link
   * java.math.BigInteger}, floats as {@link Double}, dicts as {@link Map} in their order.
   *
   * @return null for {@code None}
   * @throws IllegalArgumentException that says where and what was expected
   */
  public static @Nullable Object parse(String text) {
    return new PythonReader(text).read();
  }

  /**
   * Returns the literal of a value as Python's {@code repr} has it.
   *
   * @throws IllegalArgumentException if Python has no literal for it
   */
  public static String format(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof String text) {
      return quote(text);
    }
    if (value instanceof Map<?, ?> map) {
      return dict(map);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PythonLiteral::format).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Tuple tuple ? tuple(tuple.items()) : scalar(value);
  }

  private static String scalar(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double number) {
      return real(number);
    }
    if (value instanceof Number number) {
      return number.toString();
    }
    throw new IllegalArgumentException("No Python literal for a " + value.getClass().getName());
  }

  private static String tuple(List<?> items) {
    String end = items.size() == 1 ? ",)" : ")";
    return items.stream().map(PythonLiteral::format).collect(Collectors.joining(", ", "(", end));
  }

  private static String dict(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> format(entry.getKey()) + ": " + format(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quote(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints().forEach(codePoint -> PythonEscapes.write(codePoint, quote, out));
    return out.append(quote).toString();
  }

  private static String real(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("No Python literal for " + value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(value);
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent >= FIRST_SCIENTIFIC || exponent <= LAST_SCIENTIFIC
        ? scientific(shortest, exponent)
        : plain(shortest);
  }

  /** Returns the fewest digits that are read back as the same number; Java 17 may give more. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < MAX_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(MAX_DIGITS)).stripTrailingZeros();
  }

  private static String plain(BigDecimal number) {
    String text = number.toPlainString();
    return text.indexOf('.') < 0 ? text + ".0" : text;
  }

  private static String scientific(BigDecimal number, int exponent) {
    String mantissa = number.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    String digits = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return mantissa + (exponent < 0 ? "e-" : "e+") + digits;
  }
}
