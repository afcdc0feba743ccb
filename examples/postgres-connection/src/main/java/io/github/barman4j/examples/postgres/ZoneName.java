/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static java.util.Map.entry;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The zone at the end of a time: an offset, an abbreviation, or the name of a region. */
final class ZoneName {

  private static final Pattern OFFSET =
      Pattern.compile("([+-])(\\d{1,2})(?::?(\\d\\d)(?::?(\\d\\d))?)?");

  /** Those that PostgreSQL and everybody else takes for the same offset, all year round. */
  private static final Map<String, String> ABBREVIATIONS =
      Map.ofEntries(
          entry("Z", "+00:00"),
          entry("UT", "+00:00"),
          entry("UTC", "+00:00"),
          entry("GMT", "+00:00"),
          entry("ZULU", "+00:00"),
          entry("WET", "+00:00"),
          entry("WEST", "+01:00"),
          entry("CET", "+01:00"),
          entry("MET", "+01:00"),
          entry("CEST", "+02:00"),
          entry("MEST", "+02:00"),
          entry("EET", "+02:00"),
          entry("EEST", "+03:00"),
          entry("NST", "-03:30"),
          entry("NDT", "-02:30"),
          entry("EST", "-05:00"),
          entry("EDT", "-04:00"),
          entry("MDT", "-06:00"),
          entry("PST", "-08:00"),
          entry("PDT", "-07:00"),
          entry("AKST", "-09:00"),
          entry("AKDT", "-08:00"),
          entry("HST", "-10:00"),
          entry("JST", "+09:00"),
          entry("KST", "+09:00"),
          entry("AEST", "+10:00"),
          entry("AEDT", "+11:00"),
          entry("NZST", "+12:00"),
          entry("NZDT", "+13:00"));

  private static final Map<String, String> AMBIGUOUS =
      Map.ofEntries(
          entry("AMT", "-04:00 or +04:00"),
          entry("AST", "-04:00 or +03:00"),
          entry("ADT", "-03:00 or +04:00"),
          entry("BST", "+01:00 or +06:00"),
          entry("CDT", "-05:00, -04:00 or +09:00"),
          entry("CST", "-06:00, -05:00, +08:00 or +09:30"),
          entry("ECT", "-05:00 or -04:00"),
          entry("GST", "+04:00 or -02:00"),
          entry("IST", "+05:30, +02:00 or +01:00"),
          entry("MST", "-07:00 or +08:00"),
          entry("SST", "-11:00 or +08:00"),
          entry("WST", "+08:00 or +13:00"));

  private ZoneName() {}

  /**
   * Returns the zone.
   *
   * @throws DateTimeException if there is none of that name, or several
   */
  static ZoneId parse(String name) {
    Matcher offset = OFFSET.matcher(name);
    if (offset.matches()) {
      return offset(offset);
    }
    String upper = name.toUpperCase(Locale.ROOT);
    String fixed = ABBREVIATIONS.get(upper);
    if (fixed != null) {
      return ZoneOffset.of(fixed);
    }
    String several = AMBIGUOUS.get(upper);
    if (several != null) {
      throw new DateTimeException(name + " may be " + several);
    }
    return region(name);
  }

  /** A region has a slash; the short names are abbreviations that somebody may know otherwise. */
  private static ZoneId region(String name) {
    if (name.indexOf('/') > 0 && ZoneId.getAvailableZoneIds().contains(name)) {
      return ZoneId.of(name);
    }
    throw new DateTimeException(name + " is neither an offset nor a region such as Europe/Paris");
  }

  private static ZoneOffset offset(Matcher parts) {
    int sign = parts.group(1).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutesSeconds(
        sign * number(parts.group(2)),
        sign * number(parts.group(3)),
        sign * number(parts.group(4)));
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
