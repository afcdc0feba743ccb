/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** A field of a command that an option or a positional argument fills. */
final class OptionField {

  private final Object owner;
  private final Field field;
  private final List<String> names;
  private final String arity;
  private final Class<?> converter;
  private final boolean asksForText;

  private OptionField(Object owner, Field field, Option option) {
    this(
        owner,
        field,
        List.of(option.names()),
        option.arity(),
        first(option.converter()),
        option.usageHelp() || option.versionHelp());
  }

  private OptionField(Object owner, Field field, Parameters argument) {
    this(owner, field, List.of(argument.paramLabel()), argument.arity(), Void.class, false);
  }

  private OptionField(
      Object owner,
      Field field,
      List<String> names,
      String arity,
      Class<?> converter,
      boolean asksForText) {
    this.owner = owner;
    this.field = field;
    this.names = names;
    this.arity = arity;
    this.converter = converter;
    this.asksForText = asksForText;
  }

  static OptionField of(Object owner, Field field, Option option) {
    return new OptionField(owner, field, option);
  }

  static OptionField of(Object owner, Field field, Parameters argument) {
    return new OptionField(owner, field, argument);
  }

  private static Class<?> first(Class<?>[] converters) {
    return converters.length == 0 ? Void.class : converters[0];
  }

  List<String> names() {
    return names;
  }

  /** Returns the longest name, by which the option is known in messages. */
  String name() {
    return names.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
  }

  /** Returns the names as messages list them. */
  String displayed() {
    return String.join("/", names);
  }

  boolean isAddition() {
    return field.isAnnotationPresent(Addition.class);
  }

  boolean asksForText() {
    return asksForText;
  }

  boolean isRequired() {
    return !arity.startsWith("0");
  }

  boolean takesValue() {
    return field.getType() != boolean.class && field.getType() != boolean[].class;
  }

  boolean isGreedy() {
    return arity.endsWith("*");
  }

  boolean collects() {
    return field.getType() == List.class;
  }

  /**
   * Fills the field.
   *
   * @param values of the command line, none for a flag that is not given
   */
  void set(List<String> values) {
    try {
      field.set(owner, value(values));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Not a field to fill: " + field, e);
    }
  }

  private Object value(List<String> values) {
    Class<?> type = field.getType();
    if (type == boolean.class) {
      return true;
    }
    if (type == boolean[].class) {
      boolean[] each = new boolean[values.size()];
      Arrays.fill(each, true);
      return each;
    }
    return type == List.class ? new ArrayList<>(values) : single(values.get(values.size() - 1));
  }

  private Object single(String text) {
    try {
      return converted(text);
    } catch (NumberFormatException e) {
      throw new UsageException("argument " + displayed() + ": invalid int value: '" + text + "'");
    } catch (TypeConversionException e) {
      throw new UsageException("argument " + displayed() + ": " + e.getMessage());
    } catch (Exception e) {
      throw new IllegalStateException("No value for " + displayed(), e);
    }
  }

  private Object converted(String text) throws Exception {
    if (converter != Void.class) {
      return ((ITypeConverter<?>) converter.getDeclaredConstructor().newInstance()).convert(text);
    }
    Class<?> type = field.getType();
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text.strip());
    }
    return type == long.class || type == Long.class ? Long.valueOf(text.strip()) : text;
  }
}
