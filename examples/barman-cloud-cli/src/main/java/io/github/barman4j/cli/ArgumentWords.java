/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, read by the rules of Barman's programs: long options may be cut as
 * long as one fits, flags of one letter bundled, values follow, are attached or stand behind an
 * equals sign, and options stand anywhere, also between positional arguments.
 *
 * <p>Of an option given twice the last one counts, unless it collects its values.
 */
final class ArgumentWords {

  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

  private final CommandModel model;
  private final List<String> words;
  private final Map<OptionField, List<String>> given = new LinkedHashMap<>();
  private final List<String> positional = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private int next;

  private ArgumentWords(CommandModel model, List<String> words) {
    this.model = model;
    this.words = words;
  }

  /**
   * Fills a command in.
   *
   * @return whether it only asks for help or its version; the command is not filled in then
   * @throws UsageException if an option is unknown, ambiguous, or lacks its value
   */
  static boolean fill(CommandModel model, List<String> words, List<Exclusion> exclusions) {
    ArgumentWords reader = new ArgumentWords(model, words);
    reader.read();
    if (reader.asksForText()) {
      return true;
    }
    reader.requireKnown();
    exclusions.forEach(reader::check);
    model.fill(reader.given, reader.positional);
    return false;
  }

  private void read() {
    while (next < words.size()) {
      String word = words.get(next++);
      if (word.equals("--")) {
        positional.addAll(words.subList(next, words.size()));
        return;
      }
      if (isValue(word)) {
        positional.add(word);
      } else {
        option(word);
      }
    }
  }

  private void option(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    @Nullable String attached = equals < 0 ? null : word.substring(equals + 1);
    OptionField option = find(name);
    if (option != null) {
      take(option, name, attached);
    } else if (!word.startsWith("--")) {
      bundle(word);
    } else {
      unknown.add(word);
    }
  }

  /** Flags of one letter behind one dash; the first that takes a value takes the rest for it. */
  private void bundle(String word) {
    for (int at = 1; at < word.length(); at++) {
      String name = "-" + word.charAt(at);
      OptionField option = model.find(name);
      if (option == null) {
        unknown.add(at == 1 ? word : name);
        return;
      }
      String rest = word.substring(at + 1);
      if (option.takesValue() && !rest.isEmpty()) {
        take(option, name, rest.startsWith("=") ? rest.substring(1) : rest);
        return;
      }
      take(option, name, null);
    }
  }

  private @Nullable OptionField find(String name) {
    OptionField exact = model.find(name);
    if (exact != null || !name.startsWith("--")) {
      return exact;
    }
    List<String> matching = model.names(name);
    if (matching.size() > 1) {
      throw new UsageException(
          "ambiguous option: " + name + " could match " + String.join(", ", matching));
    }
    return matching.isEmpty() ? null : model.find(matching.get(0));
  }

  private void take(OptionField option, String name, @Nullable String attached) {
    if (!option.takesValue()) {
      requireNoValue(name, attached);
      values(option).add("");
    } else if (option.isGreedy()) {
      values(option).clear();
      values(option).addAll(attached == null ? following() : List.of(attached));
    } else {
      put(option, attached == null ? value(name) : attached);
    }
  }

  private void put(OptionField option, String value) {
    if (!option.collects()) {
      values(option).clear();
    }
    values(option).add(value);
  }

  private List<String> values(OptionField option) {
    return given.computeIfAbsent(option, key -> new ArrayList<>());
  }

  private static void requireNoValue(String name, @Nullable String attached) {
    if (attached != null) {
      throw new UsageException(
          "argument " + name + ": ignored explicit argument '" + attached + "'");
    }
  }

  private String value(String name) {
    if (next == words.size() || !isValue(words.get(next))) {
      throw new UsageException("argument " + name + ": expected one argument");
    }
    return words.get(next++);
  }

  private List<String> following() {
    int from = next;
    while (next < words.size() && isValue(words.get(next))) {
      next++;
    }
    return words.subList(from, next);
  }

  /** A word that cannot be meant as an option: a number, a lone dash, or something with a blank. */
  private boolean isValue(String word) {
    if (!word.startsWith("-") || word.equals("-") || NEGATIVE_NUMBER.matcher(word).matches()) {
      return true;
    }
    return word.indexOf(' ') >= 0 && !isOption(word);
  }

  private boolean isOption(String word) {
    return find(word.split("=", 2)[0]) != null || model.find(word.substring(0, 2)) != null;
  }

  /** Who asks for help or the version gets it, whatever else is wrong. */
  private boolean asksForText() {
    return given.keySet().stream().anyMatch(OptionField::asksForText);
  }

  private void requireKnown() {
    if (!unknown.isEmpty()) {
      throw new UsageException("unrecognized arguments: " + String.join(" ", unknown));
    }
  }

  private void check(Exclusion exclusion) {
    List<String> present =
        given.keySet().stream()
            .map(OptionField::name)
            .filter(exclusion.options()::contains)
            .toList();
    if (present.size() > 1) {
      throw new UsageException(
          "argument " + present.get(1) + ": not allowed with argument " + present.get(0));
    }
    if (present.isEmpty() && exclusion.required()) {
      throw new UsageException(
          "one of the arguments " + String.join(" ", exclusion.options()) + " is required");
    }
  }
}
