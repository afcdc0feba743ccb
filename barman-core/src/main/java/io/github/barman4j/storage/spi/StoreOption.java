/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import io.github.barman4j.storage.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An option of a back end, declared once: parsing, defaults and the reference in the documentation
 * all come from here. Immutable.
 *
 * @param <T> the type of its values
 * @param name in kebab-case
 * @param type what values look like, for the reference
 * @param defaultText the default as a user would write it; empty if the option is absent by default
 * @param description one sentence
 * @param parser turns a text into a value or throws {@link IllegalArgumentException}
 */
public record StoreOption<T>(
    String name, String type, String defaultText, String description, Function<String, T> parser) {

  private static final String SECRET = "secret";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([KMGT]iB)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

  /** Checks that all are there. */
  public StoreOption {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(defaultText, "defaultText");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(parser, "parser");
  }

  /** Compares the names, by which the options of a back end differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreOption<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Returns an option whose values are any text. */
  public static StoreOption<String> text(String name, String defaultText, String description) {
    return new StoreOption<>(name, "text", defaultText, description, Function.identity());
  }

  /** Returns an option whose values are never shown. */
  public static StoreOption<Secret> secret(String name, String description) {
    return new StoreOption<>(name, SECRET, "", description, StoreOption::toSecret);
  }

  /** Returns an option that is {@code true} or {@code false}. */
  public static StoreOption<Boolean> flag(String name, String defaultText, String description) {
    return new StoreOption<>(name, "true or false", defaultText, description, StoreOption::toFlag);
  }

  /** Returns an option whose values are whole numbers. */
  public static StoreOption<Integer> number(String name, String defaultText, String description) {
    return new StoreOption<>(name, "number", defaultText, description, Integer::valueOf);
  }

  /**
   * Returns an option whose values are sizes in bytes, such as {@code 8 MiB} or {@code 8388608}.
   */
  public static StoreOption<Long> size(String name, String defaultText, String description) {
    return new StoreOption<>(name, "size", defaultText, description, StoreOption::toSize);
  }

  /**
   * Returns an option whose values are times, such as {@code 500 ms}, {@code 30 s}, {@code 5 min},
   * {@code 2 h}, {@code 30 d}.
   */
  public static StoreOption<Duration> duration(
      String name, String defaultText, String description) {
    return new StoreOption<>(name, "duration", defaultText, description, StoreOption::toDuration);
  }

  /**
   * Returns an option whose values are points in time, such as {@code 2030-01-31T00:00:00Z}; absent
   * by default.
   */
  public static StoreOption<Instant> instant(String name, String description) {
    return new StoreOption<>(name, "instant", "", description, StoreOption::toInstant);
  }

  /**
   * Returns an option whose values are the constants of an enum, written in kebab-case; absent by
   * default.
   */
  public static <E extends Enum<E>> StoreOption<E> choice(
      String name, Class<E> choices, String description) {
    return choice(name, choices.getEnumConstants(), "", description);
  }

  /** Returns an option whose values are the constants of an enum, written in kebab-case. */
  public static <E extends Enum<E>> StoreOption<E> choice(
      String name, E defaultValue, String description) {
    E[] choices = defaultValue.getDeclaringClass().getEnumConstants();
    return choice(name, choices, kebab(defaultValue), description);
  }

  private static <E extends Enum<E>> StoreOption<E> choice(
      String name, E[] choices, String defaultText, String description) {
    String type = Arrays.stream(choices).map(StoreOption::kebab).collect(Collectors.joining(", "));
    return new StoreOption<>(name, type, defaultText, description, text -> toChoice(choices, text));
  }

  /**
   * Returns the value that a text stands for.
   *
   * @throws IllegalArgumentException that names the option and what it expects
   */
  public T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      String shown = type.equals(SECRET) ? "a blank" : "'" + text + "'";
      throw new IllegalArgumentException(
          "Option '" + name + "' is of type '" + type + "', got " + shown, e);
    }
  }

  /** Returns the default, empty if the option is absent by default. */
  public Optional<T> defaultValue() {
    return defaultText.isEmpty() ? Optional.empty() : Optional.of(parse(defaultText));
  }

  private static Secret toSecret(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("Nothing but blanks");
    }
    return Secret.of(text);
  }

  private static Boolean toFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("Neither true nor false");
    };
  }

  private static Long toSize(String text) {
    Matcher matcher = matched(SIZE, text);
    String unit = Objects.requireNonNullElse(matcher.group(2), "B");
    int power = " KMGT".indexOf(unit.charAt(0));
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * Math.max(0, power)));
  }

  private static Duration toDuration(String text) {
    Matcher matcher = matched(DURATION, text);
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "min" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static Instant toInstant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("Not like 2030-01-31T00:00:00Z", e);
    }
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Does not match " + pattern);
    }
    return matcher;
  }

  private static <E extends Enum<E>> E toChoice(E[] choices, String text) {
    return Arrays.stream(choices)
        .filter(choice -> kebab(choice).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Not a choice"));
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
