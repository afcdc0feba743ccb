/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one server: its own, else those of {@code [barman]}. Collects what is wrong with
 * those that it is asked for. For one thread.
 */
final class ConfigurationSection {

  private final IniSections sections;
  private final String name;
  private final Path file;
  private final List<ConfigurationProblem> problems = new ArrayList<>();

  /**
   * Makes the section of a name.
   *
   * @param file for errors about what no line says
   */
  ConfigurationSection(IniSections sections, String name, Path file) {
    this.sections = sections;
    this.name = name;
    this.file = file;
  }

  String name() {
    return name;
  }

  List<ConfigurationProblem> problems() {
    return problems;
  }

  /** Returns the value of a text, empty if it is not set, or set to nothing. */
  Optional<String> text(ConfigurationOption option) {
    return find(option, Function.identity());
  }

  /** Returns a value that is of use where it is set, and set to nothing is nothing. */
  <T> Optional<T> find(ConfigurationOption option, Function<String, T> parser) {
    return entries(option).stream().findFirst().flatMap(entry -> parse(entry, parser));
  }

  /** Returns a value that counts as not set where it is set to nothing. */
  <T> Optional<T> findSet(ConfigurationOption option, Function<String, T> parser) {
    return entries(option).stream()
        .filter(entry -> resolve(entry) != null)
        .findFirst()
        .flatMap(entry -> parse(entry, parser));
  }

  /** Returns where an option is set that is set to something. */
  Optional<IniEntry> entry(ConfigurationOption option) {
    return entries(option).stream().filter(entry -> resolve(entry) != null).findFirst();
  }

  private List<IniEntry> entries(ConfigurationOption option) {
    List<IniEntry> entries = new ArrayList<>();
    if (option.countsIn(name)) {
      sections.find(name, option.name()).ifPresent(entries::add);
    }
    if (option.countsIn(BarmanConfiguration.GLOBAL)) {
      sections.find(BarmanConfiguration.GLOBAL, option.name()).ifPresent(entries::add);
    }
    return entries;
  }

  private <T> Optional<T> parse(IniEntry entry, Function<String, T> parser) {
    String value = resolve(entry);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException e) {
      add(entry.error(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** Returns the value without references and quotes, null if it is nothing. */
  private @Nullable String resolve(IniEntry entry) {
    try {
      return ConfigurationValues.plain(sections.interpolate(sectionOf(entry), entry));
    } catch (IllegalArgumentException e) {
      add(entry.error(String.valueOf(e.getMessage())));
      return null;
    }
  }

  private String sectionOf(IniEntry entry) {
    return entry.section().equals(IniSections.DEFAULT) ? name : entry.section();
  }

  /** Reports what is set and is not known, not done, or not allowed. */
  void reportOthers() {
    sections.entries(name).forEach(entry -> report(entry, name));
    sections.entries(BarmanConfiguration.GLOBAL).stream()
        .filter(entry -> entry.section().equals(BarmanConfiguration.GLOBAL))
        .forEach(entry -> report(entry, BarmanConfiguration.GLOBAL));
  }

  private void report(IniEntry entry, String section) {
    Optional<ConfigurationOption> option = ConfigurationOption.find(entry.key());
    if (option.isEmpty()) {
      add(entry.problem(ConfigurationProblem.Severity.WARNING, "Unknown option, has no effect"));
    } else if (!option.get().countsIn(section)) {
      add(entry.problem(ConfigurationProblem.Severity.WARNING, misplaced(option.get())));
    } else {
      reportEffect(entry, option.get());
    }
  }

  private static String misplaced(ConfigurationOption option) {
    return option.place() == ConfigurationOption.Place.GLOBAL
        ? "Has no effect here, only in [barman]"
        : "Has no effect here, only in the section of a server";
  }

  private void reportEffect(IniEntry entry, ConfigurationOption option) {
    String value = resolve(entry);
    boolean off = value == null || value.equals("0") || value.equalsIgnoreCase("false");
    switch (option.effect()) {
      case USED -> {}
      case REFUSED -> {
        if (value != null) {
          add(entry.error("Must not be set with backup_method = local-rsync. " + option.meaning()));
        }
      }
      case NOT_DONE -> {
        if (!off && !"off".equalsIgnoreCase(value) && !"manual".equalsIgnoreCase(value)) {
          add(entry.problem(ConfigurationProblem.Severity.WARNING, option.meaning()));
        }
      }
      case NOT_NEEDED ->
          add(
              entry.problem(
                  ConfigurationProblem.Severity.NOTE, "Has no effect here. " + option.meaning()));
    }
  }

  /** Adds a problem, unless it is there already: values may be asked for more than once. */
  void add(ConfigurationProblem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Adds an error about an option that is not set, or set to something that it must not be. */
  void addError(ConfigurationOption option, String message) {
    add(
        entries(option).stream()
            .findFirst()
            .map(entry -> entry.error(message))
            .orElseGet(() -> error(option.name(), message)));
  }

  /** Adds an error about the section as a whole. */
  void addError(String message) {
    add(error("", message));
  }

  private ConfigurationProblem error(String key, String message) {
    return new ConfigurationProblem(
        ConfigurationProblem.Severity.ERROR, file, 0, name, key, message);
  }
}
