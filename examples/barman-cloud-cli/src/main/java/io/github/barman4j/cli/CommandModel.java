/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options and positional arguments that a command declares by Picocli's annotations. Picocli
 * itself writes help and documentation from them; reading a command line takes it longer than
 * Barman's whole program needs to start, because its classes are too old for the JVM to archive.
 */
final class CommandModel {

  private final Map<String, OptionField> options = new LinkedHashMap<>();
  private final Map<Integer, OptionField> positional = new TreeMap<>();

  private CommandModel() {}

  static CommandModel of(Command command) {
    CommandModel model = new CommandModel();
    model.add(command);
    return model;
  }

  private void add(Object owner) {
    for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        add(owner, field);
      }
    }
  }

  private void add(Object owner, Field field) {
    Option option = field.getAnnotation(Option.class);
    Parameters argument = field.getAnnotation(Parameters.class);
    field.setAccessible(true);
    if (option != null) {
      OptionField known = OptionField.of(owner, field, option);
      known.names().forEach(name -> options.put(name, known));
    } else if (argument != null) {
      positional.put(Integer.valueOf(argument.index()), OptionField.of(owner, field, argument));
    } else if (field.isAnnotationPresent(Mixin.class)) {
      add(value(owner, field));
    }
  }

  private static Object value(Object owner, Field field) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Not a mixin to read: " + field, e);
    }
  }

  /** Returns the option with exactly this name. */
  @Nullable OptionField find(String name) {
    return options.get(name);
  }

  /** Returns the names of Barman's options that begin so. */
  List<String> names(String beginning) {
    return options.entrySet().stream()
        .filter(option -> !option.getValue().isAddition())
        .map(Map.Entry::getKey)
        .filter(name -> name.startsWith(beginning))
        .sorted()
        .toList();
  }

  /**
   * Fills the command in.
   *
   * @throws UsageException if a positional argument is missing or one too many, or a value wrong
   */
  void fill(Map<OptionField, List<String>> given, List<String> words) {
    List<OptionField> places = places(given);
    requireCount(places, words);
    given.forEach(OptionField::set);
    for (int at = 0; at < words.size(); at++) {
      places.get(at).set(List.of(words.get(at)));
    }
  }

  /** What an ObjectStore says has no place on the command line. */
  private List<OptionField> places(Map<OptionField, List<String>> given) {
    List<OptionField> places = new ArrayList<>(positional.values());
    OptionField objectStore = find(StoreOptions.OBJECT_STORE);
    if (objectStore != null && given.containsKey(objectStore)) {
      places.removeIf(place -> place.name().equals(StoreOptions.URL));
    }
    return places;
  }

  private static void requireCount(List<OptionField> places, List<String> words) {
    String missing =
        places.stream()
            .skip(words.size())
            .filter(OptionField::isRequired)
            .map(OptionField::name)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new UsageException("the following arguments are required: " + missing);
    }
    if (words.size() > places.size()) {
      throw new UsageException(
          "unrecognized arguments: "
              + String.join(" ", words.subList(places.size(), words.size())));
    }
  }
}
