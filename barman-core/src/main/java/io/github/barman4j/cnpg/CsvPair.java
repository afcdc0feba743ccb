/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tag as Barman's options write it: a line of CSV with two values. */
final class CsvPair {

  private static final String VALUE = "(\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[^\",]*+)";
  private static final Pattern PAIR = Pattern.compile(VALUE + "," + VALUE);

  private CsvPair() {}

  static Map.Entry<String, String> parse(String text) {
    Matcher matcher = PAIR.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("takes tags of the form key,value");
    }
    return Map.entry(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replace("\"\"", "\"")
        : value;
  }
}
