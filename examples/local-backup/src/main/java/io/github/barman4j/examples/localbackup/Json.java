/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, texts, numbers and booleans on one line; absent is null. */
final class Json {

  private static final int FIRST_PRINTABLE = 0x20;

  private Json() {}

  static String write(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return write(optional.orElse(null));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(String.valueOf(entry.getKey())) + ": " + write(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof Collection<?> many) {
      return many.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return quote(Objects.toString(value));
  }

  private static String quote(String text) {
    return text.chars().mapToObj(Json::escape).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escape(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      default ->
          character < FIRST_PRINTABLE
              ? "\\u%04x".formatted(character)
              : String.valueOf((char) character);
    };
  }
}
