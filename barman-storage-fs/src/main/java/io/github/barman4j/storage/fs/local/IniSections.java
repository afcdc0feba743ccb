/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sections of one or more files put together: what comes later replaces what came before, and
 * {@code [DEFAULT]} stands in for what a section does not have. Not thread-safe while it is filled.
 */
final class IniSections {

  static final String DEFAULT = "DEFAULT";

  /** As deep as Python follows. */
  private static final int MAX_DEPTH = 10;

  private static final Pattern REFERENCE = Pattern.compile("%(?:(%)|\\(([^)]+)\\)s|)");

  private final Map<String, Map<String, IniEntry>> sections = new LinkedHashMap<>();

  void add(IniParser.Content content) {
    content.sections().forEach(name -> sections.computeIfAbsent(name, n -> new LinkedHashMap<>()));
    for (IniEntry entry : content.entries()) {
      Objects.requireNonNull(sections.get(entry.section())).put(entry.key(), entry);
    }
  }

  /** Returns the names of all sections but {@code [DEFAULT]}, in the order they first appear. */
  List<String> names() {
    return sections.keySet().stream().filter(name -> !name.equals(DEFAULT)).toList();
  }

  boolean contains(String section) {
    return sections.containsKey(section);
  }

  /** Returns what a section has, and what {@code [DEFAULT]} has for it. */
  Collection<IniEntry> entries(String section) {
    Map<String, IniEntry> all = new LinkedHashMap<>(of(DEFAULT));
    all.putAll(of(section));
    return new ArrayList<>(all.values());
  }

  Optional<IniEntry> find(String section, String key) {
    IniEntry own = of(section).get(key);
    return Optional.ofNullable(own == null ? of(DEFAULT).get(key) : own);
  }

  private Map<String, IniEntry> of(String section) {
    return sections.getOrDefault(section, Map.of());
  }

  /**
   * Returns the value of an entry with every {@code %(key)s} replaced by the value of that key in
   * the section, and {@code %%} by a percent sign.
   *
   * @throws IllegalArgumentException with what is wrong with the value
   */
  String interpolate(String section, IniEntry entry) {
    return interpolate(section, entry.raw(), 1);
  }

  private String interpolate(String section, String raw, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "References lead on to references more than " + MAX_DEPTH + " times; write the value");
    }
    Matcher matcher = REFERENCE.matcher(raw);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(replacement(section, matcher, depth)));
    }
    return matcher.appendTail(text).toString();
  }

  private String replacement(String section, Matcher matcher, int depth) {
    if (matcher.group(1) != null) {
      return "%";
    }
    String name = matcher.group(2);
    if (name == null) {
      throw new IllegalArgumentException(
          "Expected '(' or another '%' behind '%': a percent sign is doubled");
    }
    IniEntry other =
        find(section, name.toLowerCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%("
                            + name
                            + ")s: there is no such option in ["
                            + section
                            + "] or [DEFAULT]; Barman looks nowhere else"));
    return interpolate(section, other.raw(), depth + 1);
  }
}
