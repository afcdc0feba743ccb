/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.ObjectTags;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a document, taken by name and type. A field that has another type is
 * a problem and counts as absent, and so is a null, as in Kubernetes; a field that nobody asked for
 * is unknown. Values are never shown, unless they are choices or numbers. For one thread.
 */
final class Fields {

  private final String path;
  private final Map<?, ?> values;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> refused = new HashSet<>();

  Fields(String path, Map<?, ?> values, Problems problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** Reads a value that has to be an object; null if it is none, or has problems. */
  static <T> @Nullable T read(
      String path, @Nullable Object value, Problems problems, Function<Fields, T> reader) {
    if (!(value instanceof Map<?, ?> map)) {
      problems.add(path, "must be an object, got " + typeOf(value));
      return null;
    }
    Fields fields = new Fields(path, map, problems);
    try {
      return reader.apply(fields);
    } catch (InvalidObjectStoreException e) {
      problems.addAll(path, e.problems());
      return null;
    } finally {
      fields.refuseUnknown();
    }
  }

  boolean has(String name) {
    known.add(name);
    return values.get(name) != null;
  }

  /** Accepts fields without a look at them. */
  void skip(String... names) {
    known.addAll(Arrays.asList(names));
  }

  /** Refuses a field that some write here, with what to do instead. */
  void refuse(String name, String advice) {
    refused.add(name);
    problems.require(!values.containsKey(name), at(name), advice);
  }

  /** Adds a problem of this object. */
  void problem(String field, String reason) {
    problems.add(at(field), reason);
  }

  /** Adds the problems of this object that a check finds, where its record cannot be made. */
  void check(Consumer<Problems> rules) {
    Problems own = new Problems();
    rules.accept(own);
    own.addTo(path, problems);
  }

  @Nullable String text(String name) {
    return typed(name, String.class, "text; quote it");
  }

  /** Takes a text that must be there; an empty one stands in for it where it is not. */
  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      problem(name, "is required");
    }
    return text == null ? "" : text;
  }

  /** Returns what was taken, or ends the reading of this object, which cannot be without it. */
  static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidObjectStoreException(List.of(new FieldProblem(name, "is required")));
    }
    return value;
  }

  @Nullable Boolean flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  boolean isSet(String name) {
    return Boolean.TRUE.equals(flag(name));
  }

  @Nullable Integer number(String name) {
    Number number = typed(name, Number.class, "a whole number");
    if (number == null) {
      return null;
    }
    if (number instanceof Double || number instanceof BigInteger || number instanceof Long) {
      problem(name, "must be a whole number of 32 bits, got " + number);
      return null;
    }
    return number.intValue();
  }

  /** Takes a text that is what one of the choices is called. */
  <E> @Nullable E choice(String name, Collection<E> choices) {
    String text = text(name);
    for (E choice : choices) {
      if (choice.toString().equals(text)) {
        return choice;
      }
    }
    if (text != null) {
      String hint = text.isEmpty() ? ", which is written by leaving the field out" : "";
      problem(name, "must be one of " + names(choices) + ", got '" + text + "'" + hint);
    }
    return null;
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      problem(name, "must be a time like 2031-05-06T07:08:09Z, got '" + text + "'");
      return null;
    }
  }

  @Nullable SecretRef secret(String name) {
    return object(name, SecretRef::read);
  }

  <T> @Nullable T object(String name, Function<Fields, T> reader) {
    return has(name) ? read(at(name), values.get(name), problems, reader) : null;
  }

  List<String> texts(String name) {
    List<String> result = new ArrayList<>();
    for (Object item : list(name)) {
      String where = name + "[" + result.size() + "]";
      if (!(item instanceof String)) {
        problem(where, "must be text, got " + typeOf(item) + "; quote it");
      }
      result.add(String.valueOf(item));
    }
    return result;
  }

  <T> List<T> objects(String name, Function<Fields, T> reader) {
    List<T> result = new ArrayList<>();
    int index = 0;
    for (Object item : list(name)) {
      T read = read(at(name + "[" + index++ + "]"), item, problems, reader);
      if (read != null) {
        result.add(read);
      }
    }
    return result;
  }

  /** Takes an object whose fields are named freely and have values of one kind. */
  <T> Map<String, T> byName(String name, Function<Fields, T> reader) {
    Map<String, T> result = new LinkedHashMap<>();
    entries(name)
        .forEach(
            (key, value) -> {
              T read = read(at(name + "." + key), value, problems, reader);
              if (read != null) {
                result.put(key, read);
              }
            });
    return result;
  }

  Map<String, String> pairs(String name) {
    return pairs(name, Set.of(String.class));
  }

  /** Takes quantities by name, which are text or numbers. */
  Map<String, String> quantities(String name) {
    return pairs(name, Set.of(String.class, Integer.class, Long.class, Double.class));
  }

  ObjectTags tags(String name) {
    try {
      return ObjectTags.of(pairs(name));
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return ObjectTags.EMPTY;
    }
  }

  private Map<String, String> pairs(String name, Set<Class<?>> types) {
    Map<String, String> result = new LinkedHashMap<>();
    entries(name)
        .forEach(
            (key, value) -> {
              boolean fits = value != null && types.contains(value.getClass());
              if (!fits) {
                problem(name + "." + key, "must be text, got " + typeOf(value) + "; quote it");
              }
              result.put(key, String.valueOf(value));
            });
    return result;
  }

  private Map<String, @Nullable Object> entries(String name) {
    Map<?, ?> map = typed(name, Map.class, "an object");
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    if (map != null) {
      map.forEach((key, value) -> result.put(keyText(name, key), value));
    }
    return result;
  }

  private String keyText(String name, @Nullable Object key) {
    if (!(key instanceof String)) {
      problem(name + "." + key, "the name must be text, got " + typeOf(key) + "; quote it");
    }
    return String.valueOf(key);
  }

  private List<?> list(String name) {
    List<?> list = typed(name, List.class, "a list");
    return list == null ? List.of() : list;
  }

  private <T> @Nullable T typed(String name, Class<T> type, String expected) {
    if (!has(name)) {
      return null;
    }
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      problem(name, "must be " + expected + ", got " + typeOf(value));
      return null;
    }
    return type.cast(value);
  }

  private void refuseUnknown() {
    for (Object key : values.keySet()) {
      if (!(key instanceof String name) || !(known.contains(name) || refused.contains(name))) {
        problem(String.valueOf(key), "unknown field, known are " + String.join(", ", known));
      }
    }
  }

  private String at(String name) {
    return Problems.join(path, name);
  }

  private static String names(Collection<?> choices) {
    return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String typeOf(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Boolean) {
      return "true or false";
    }
    return value instanceof Number ? "a number" : "text";
  }
}
