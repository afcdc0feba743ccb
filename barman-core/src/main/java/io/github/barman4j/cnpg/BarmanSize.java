/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Barman's options write them, where kB is 1024 bytes and KiB is 1000. */
final class BarmanSize {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(\\.\\d{1,18})?([A-Z]*)");
  private static final List<String> OF_1024 =
      List.of("KB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
  private static final List<String> OF_1000 =
      List.of("KIB", "MIB", "GIB", "TIB", "PIB", "EIB", "ZIB", "YIB");

  private BarmanSize() {}

  /**
   * Returns a size in bytes, at least 1.
   *
   * @throws IllegalArgumentException if the text is no size
   */
  static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw invalid(text);
    }
    BigDecimal unit = unit(matcher.group(3), text);
    if (matcher.group(2) != null && unit.compareTo(BigDecimal.ONE) == 0) {
      throw invalid(text);
    }
    String number = matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2));
    BigDecimal bytes = new BigDecimal(number).multiply(unit);
    if (bytes.compareTo(BigDecimal.ONE) < 0
        || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw invalid(text);
    }
    return bytes.longValue();
  }

  private static BigDecimal unit(String suffix, String text) {
    if (suffix.isEmpty() || suffix.equals("B")) {
      return BigDecimal.ONE;
    }
    if (OF_1024.contains(suffix)) {
      return BigDecimal.valueOf(1024).pow(OF_1024.indexOf(suffix) + 1);
    }
    if (OF_1000.contains(suffix)) {
      return BigDecimal.valueOf(1000).pow(OF_1000.indexOf(suffix) + 1);
    }
    throw invalid(text);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("takes a size of Barman such as 100GB, got '" + text + "'");
  }
}
