/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A back end's options as text, from a location's query, a command line or a file; names in
 * kebab-case. Each back end turns them into its typed options.
 *
 * @param values the options by name; an option that is absent has its default
 */
public record StoreProperties(SortedMap<String, String> values) {

  /** Copies. */
  public StoreProperties {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Returns these pairs as properties. */
  public static StoreProperties of(Map<String, String> values) {
    return new StoreProperties(new TreeMap<>(values));
  }

  /**
   * Returns the properties in the query of a location, decoded; none if it has no query.
   *
   * @throws IllegalArgumentException if a part of the query has no {@code =}
   */
  public static StoreProperties ofQuery(URI location) {
    SortedMap<String, String> values = new TreeMap<>();
    String query = Objects.requireNonNullElse(location.getRawQuery(), "");
    query
        .lines()
        .flatMap(q -> java.util.Arrays.stream(q.split("&")))
        .filter(p -> !p.isEmpty())
        .forEach(pair -> addPair(values, pair));
    return new StoreProperties(values);
  }

  private static void addPair(SortedMap<String, String> values, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("Not an option of the form name=value: '" + pair + "'");
    }
    values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * Returns these options and others.
   *
   * @throws IllegalArgumentException if one is among both
   */
  public StoreProperties and(StoreProperties others) {
    SortedMap<String, String> all = new TreeMap<>(values);
    others.values.forEach(
        (name, value) -> {
          if (all.put(name, value) != null) {
            throw new IllegalArgumentException(
                "Option '" + name + "' is given twice, in the location and beside it");
          }
        });
    return new StoreProperties(all);
  }

  /** Returns the value of an option, empty if absent. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Checks that there is no option but the known ones.
   *
   * @throws IllegalArgumentException that names the unknown option and lists the known ones
   */
  public void requireOnly(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown option '" + name + "', known are " + String.join(", ", sorted(known)));
      }
    }
  }

  private static Iterable<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** Names the options without their values, which may be secret. */
  @Override
  public String toString() {
    return "StoreProperties" + values.keySet();
  }
}
