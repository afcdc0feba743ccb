/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import io.github.barman4j.storage.StoreProperties;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values of {@link StoreOption}s; those not set have their defaults. Immutable. */
public final class StoreOptionValues {

  /** All defaults. */
  public static final StoreOptionValues DEFAULTS = new StoreOptionValues(Map.of());

  private final Map<StoreOption<?>, Object> values;

  private StoreOptionValues(Map<StoreOption<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Parses properties.
   *
   * @param known every option there is
   * @throws IllegalArgumentException if a property is not known or not valid
   */
  public static StoreOptionValues parse(
      StoreProperties properties, Collection<StoreOption<?>> known) {
    properties.requireOnly(known.stream().map(StoreOption::name).collect(Collectors.toSet()));
    Map<StoreOption<?>, Object> values = new HashMap<>();
    for (StoreOption<?> option : known) {
      properties.find(option.name()).ifPresent(text -> values.put(option, option.parse(text)));
    }
    return new StoreOptionValues(values);
  }

  /** Returns these values with one set. */
  public <T> StoreOptionValues with(StoreOption<T> option, T value) {
    Map<StoreOption<?>, Object> copy = new HashMap<>(values);
    copy.put(option, value);
    return new StoreOptionValues(copy);
  }

  /** Returns these values, and the others' where these have none; defaults come after both. */
  public StoreOptionValues orElse(StoreOptionValues others) {
    Map<StoreOption<?>, Object> all = new HashMap<>(others.values);
    all.putAll(values);
    return new StoreOptionValues(all);
  }

  /**
   * Returns the value of an option that has a default.
   *
   * @throws NoSuchElementException if it has none and is not set
   */
  public <T> T get(StoreOption<T> option) {
    return find(option).orElseThrow(() -> new NoSuchElementException(option.name()));
  }

  /** Returns the value of an option, or its default; empty if it has neither. */
  @SuppressWarnings("unchecked") // with() and parse() put only what the option's type allows
  public <T> Optional<T> find(StoreOption<T> option) {
    Object value = values.get(option);
    return value == null ? option.defaultValue() : Optional.of((T) value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreOptionValues that && that.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Shows what was set, by name; secrets show as asterisks. */
  @Override
  public String toString() {
    Map<String, Object> shown = new TreeMap<>();
    values.forEach((option, value) -> shown.put(option.name(), value));
    return shown.toString();
  }
}
