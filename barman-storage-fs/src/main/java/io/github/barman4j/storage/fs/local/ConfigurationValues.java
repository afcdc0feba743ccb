/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values in {@code barman.conf} mean. Each method throws with what it expected instead. */
final class ConfigurationValues {

  private static final Set<String> TRUE = Set.of("true", "t", "yes", "1", "on");
  private static final Set<String> FALSE = Set.of("false", "f", "no", "0", "off");
  private static final Pattern COUNT = Pattern.compile("\\+?(\\d{1,9})");
  private static final Pattern AGE =
      Pattern.compile("(\\d{1,6})\\s+(HOUR|DAY|WEEK|MONTH)S?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(?:([kKMGT])(i?))?");
  private static final Pattern LIMIT = Pattern.compile("([^:]+):(\\d{1,9})");
  private static final Pattern LEVEL = Pattern.compile("-?\\d{1,3}");
  private static final List<String> LEVELS = List.of("low", "medium", "high");
  private static final String UNITS = "KMGT";
  private static final int DAYS_PER_WEEK = 7;

  /** As Barman counts. */
  private static final int DAYS_PER_MONTH = 31;

  private static final int DECIMAL = 1000;
  private static final int BINARY = 1024;

  private ConfigurationValues() {}

  /** Returns a value without the quotes around it, null if nothing is left, or "None". */
  static @Nullable String plain(String value) {
    String text = value.strip();
    int end = text.length() - 1;
    if (end > 0
        && text.charAt(0) == text.charAt(end)
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
      text = text.substring(1, end);
    }
    return text.isEmpty() || text.equalsIgnoreCase("none") ? null : text;
  }

  static boolean flag(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      throw expected("true or false (or t, yes, 1, on; f, no, 0, off)", value);
    }
    return TRUE.contains(word);
  }

  static boolean isTrue(String value) {
    return TRUE.contains(value.toLowerCase(Locale.ROOT));
  }

  static int count(String value) {
    Matcher matcher = COUNT.matcher(value);
    if (!matcher.matches()) {
      throw expected("a whole number from 0 on", value);
    }
    return Integer.parseInt(matcher.group(1));
  }

  static int integer(String value) {
    return value.startsWith("-") ? -count(value.substring(1)) : count(value);
  }

  static int positive(String value) {
    int count = count(value);
    if (count == 0) {
      throw expected("a whole number from 1 on", value);
    }
    return count;
  }

  static Duration age(String value) {
    Matcher matcher = AGE.matcher(value);
    if (!matcher.matches()) {
      throw expected("a time such as '4 DAYS': HOURS, DAYS, WEEKS or MONTHS of 31 days", value);
    }
    int count = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
      case "HOUR" -> Duration.ofHours(count);
      case "DAY" -> Duration.ofDays(count);
      case "WEEK" -> Duration.ofDays((long) count * DAYS_PER_WEEK);
      default -> Duration.ofDays((long) count * DAYS_PER_MONTH);
    };
  }

  /** Returns a size in bytes. */
  static long size(String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw expected("a size such as 10Mi: bytes, or k, Ki, M, Mi, G, Gi, T or Ti of them", value);
    }
    long size = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    int base = "i".equals(matcher.group(3)) ? BINARY : DECIMAL;
    try {
      for (int i = unit == null ? -1 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT)); i >= 0; i--) {
        size = Math.multiplyExact(size, base);
      }
      return size;
    } catch (ArithmeticException e) {
      throw expected("a size of less than 8 EiB", value);
    }
  }

  /** Returns KiB per second by tablespace; Barman separates by blanks, people by commas too. */
  static Map<String, Long> limits(String value) {
    Map<String, Long> limits = new LinkedHashMap<>();
    for (String one : value.strip().split("[\\s,]+")) {
      Matcher matcher = LIMIT.matcher(one);
      if (!matcher.matches()) {
        throw expected("tablespace:KiB/s, several of them with blanks between", value);
      }
      limits.put(Objects.requireNonNull(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
    return limits;
  }

  /** Returns an absolute path. */
  static Path directory(String value) {
    Path path = Path.of(value);
    if (!path.isAbsolute()) {
      throw expected("an absolute path", value);
    }
    return path.normalize();
  }

  /** Returns the words of a list with commas. */
  static Set<String> words(String value, Set<String> known) {
    Set<String> words = Set.of(value.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*"));
    if (!known.containsAll(words)) {
      throw expected(
          "a list with commas of " + String.join(", ", known.stream().sorted().toList()), value);
    }
    return words;
  }

  /** Returns the codec of Barman's names for it, whichever program it has do it. */
  static Codec codec(String value) {
    return switch (value) {
      case "gzip", "pigz", "pygzip" -> Codec.GZIP;
      case "bzip2", "pybzip2" -> Codec.BZIP2;
      case "xz" -> Codec.XZ;
      case "zstd" -> Codec.ZSTD;
      case "lz4" -> Codec.LZ4;
      case "snappy" -> Codec.SNAPPY;
      default ->
          throw expected(
              "gzip, pigz, pygzip, bzip2, pybzip2, xz, zstd, lz4 or snappy (custom programs are not"
                  + " run here)",
              value);
    };
  }

  /** Returns the codec at Barman's level for a word, or at a number, the nearest it has. */
  static Compression level(Codec codec, String value) {
    int word = LEVELS.indexOf(value.toLowerCase(Locale.ROOT));
    int level = word < 0 ? number(value) : levels(codec).get(word);
    return new Compression(codec, Math.max(codec.minLevel(), Math.min(codec.maxLevel(), level)));
  }

  private static int number(String value) {
    if (!LEVEL.matcher(value).matches()) {
      throw expected("low, medium, high or a number", value);
    }
    return Integer.parseInt(value);
  }

  /** Returns Barman's levels: low, medium, high. */
  private static List<Integer> levels(Codec codec) {
    return switch (codec) {
      case GZIP -> List.of(1, 6, 9);
      case BZIP2 -> List.of(1, 5, 9);
      case XZ -> List.of(1, 3, 5);
      case ZSTD -> List.of(1, 4, 9);
      case LZ4 -> List.of(0, 6, 10);
      case SNAPPY, NONE -> List.of(0, 0, 0);
    };
  }

  static IllegalArgumentException expected(String what, String value) {
    return new IllegalArgumentException("Expected " + what + ", got '" + value + "'");
  }
}
