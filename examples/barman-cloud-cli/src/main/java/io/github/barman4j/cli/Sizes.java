/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes as Barman's options take them: {@code kB} to {@code YB} are powers of 1024 and {@code KiB}
 * to {@code YiB} powers of 1000, the reverse of what the units stand for elsewhere.
 */
final class Sizes implements ITypeConverter<Long> {

  private static final Pattern SIZE = Pattern.compile("(\\d+)(\\.\\d+)?(([KMGTPEZY])(I?))?B?");
  private static final List<String> UNITS = List.of("K", "M", "G", "T", "P", "E", "Z", "Y");
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  @Override
  public Long convert(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    Matcher matcher = SIZE.matcher(upper);
    boolean complete = matcher.matches() && (matcher.group(3) == null || upper.endsWith("B"));
    if (!complete || (matcher.group(2) != null && matcher.group(3) == null)) {
      throw refused(text);
    }
    BigDecimal number = new BigDecimal(upper.replaceFirst("[A-Z]+$", ""));
    BigDecimal bytes = number.multiply(multiplier(matcher)).min(MOST);
    if (bytes.longValue() < 1) {
      throw refused(text);
    }
    return bytes.longValue();
  }

  private static BigDecimal multiplier(Matcher matcher) {
    if (matcher.group(3) == null) {
      return BigDecimal.ONE;
    }
    int power = UNITS.indexOf(matcher.group(4)) + 1;
    return BigDecimal.valueOf(matcher.group(5).isEmpty() ? 1024 : 1000).pow(power);
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a size of at least a byte such as 512MB, 1.5GB or 100000");
  }
}
