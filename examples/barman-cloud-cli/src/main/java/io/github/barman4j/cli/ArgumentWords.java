/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of a command line, read by the rules of Barman's programs: long options may be cut as
 * long as one fits, flags of one letter bundled, values follow, are attached or stand behind an
 * equals sign, and options stand anywhere, also between positional arguments.
 *
 * <p>The outcome is the same command line in the one form that leaves nothing to interpret: {@code
 * --option=value} for each option, then {@code --} and the positional arguments. Of an option given
 * twice the last one counts, unless it collects its values.
 */
final class ArgumentWords {

  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

  private final CommandSpec spec;
  private final List<String> words;
  private final Map<OptionSpec, List<String>> given = new LinkedHashMap<>();
  private final List<String> positional = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private int next;

  private ArgumentWords(CommandSpec spec, List<String> words) {
    this.spec = spec;
    this.words = words;
  }

  /**
   * Returns the command line in its plain form.
   *
   * @throws UsageException if an option is unknown, ambiguous, or lacks its value
   */
  static List<String> plain(CommandSpec spec, List<String> words, List<Exclusion> exclusions) {
    ArgumentWords reader = new ArgumentWords(spec, words);
    reader.read();
    if (!reader.asksForText()) {
      reader.requireKnown();
      exclusions.forEach(reader::check);
    }
    return reader.toList();
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
    OptionSpec option = find(name);
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
      OptionSpec option = spec.findOption(name);
      if (option == null) {
        unknown.add(at == 1 ? word : name);
        return;
      }
      String rest = word.substring(at + 1);
      if (takesValue(option) && !rest.isEmpty()) {
        take(option, name, rest.startsWith("=") ? rest.substring(1) : rest);
        return;
      }
      take(option, name, null);
    }
  }

  private @Nullable OptionSpec find(String name) {
    OptionSpec exact = spec.findOption(name);
    if (exact != null || !name.startsWith("--")) {
      return exact;
    }
    List<String> matching =
        spec.optionsMap().keySet().stream().filter(key -> key.startsWith(name)).sorted().toList();
    if (matching.size() > 1) {
      throw new UsageException(
          "ambiguous option: " + name + " could match " + String.join(", ", matching));
    }
    return matching.isEmpty() ? null : spec.findOption(matching.get(0));
  }

  private void take(OptionSpec option, String name, @Nullable String attached) {
    if (!takesValue(option)) {
      requireNoValue(name, attached);
      values(option).add("");
    } else if (isGreedy(option)) {
      values(option).clear();
      values(option).addAll(attached == null ? following() : List.of(attached));
    } else {
      put(option, attached == null ? value(name) : attached);
    }
  }

  private void put(OptionSpec option, String value) {
    if (!option.isMultiValue()) {
      values(option).clear();
    }
    values(option).add(value);
  }

  private List<String> values(OptionSpec option) {
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
    return find(word.split("=", 2)[0]) != null || spec.findOption(word.substring(0, 2)) != null;
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static boolean isGreedy(OptionSpec option) {
    return option.arity().isVariable();
  }

  /** Who asks for help or the version gets it, whatever else is wrong. */
  private boolean asksForText() {
    return given.keySet().stream().anyMatch(option -> option.usageHelp() || option.versionHelp());
  }

  private void requireKnown() {
    if (!unknown.isEmpty()) {
      throw new UsageException("unrecognized arguments: " + String.join(" ", unknown));
    }
  }

  private void check(Exclusion exclusion) {
    List<String> present =
        given.keySet().stream()
            .map(OptionSpec::longestName)
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

  private List<String> toList() {
    List<String> plain = new ArrayList<>();
    given.forEach((option, values) -> plain.addAll(words(option, values)));
    plain.add("--");
    plain.addAll(positional);
    return plain;
  }

  private static List<String> words(OptionSpec option, List<String> values) {
    String name = option.longestName();
    if (!takesValue(option)) {
      return option.isMultiValue() ? values.stream().map(none -> name).toList() : List.of(name);
    }
    return values.stream().map(value -> name + "=" + value).collect(Collectors.toList());
  }
}
