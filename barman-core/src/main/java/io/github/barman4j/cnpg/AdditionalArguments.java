/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.cnpg.CommandOption.Arity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One list of additional arguments, which may be written {@code --opt=value}, as two strings, as
 * one string with a blank, abbreviated, or as letters in a row. For one thread.
 */
final class AdditionalArguments {

  private final String field;
  private final List<CommandOption> options;
  private final Section section;
  private final Consumer<UnsupportedSetting> report;
  private final Deque<Token> rest = new ArrayDeque<>();

  /** A word and the index of the string that it is in. */
  private record Token(int index, String text) {
    boolean isValue() {
      return !text.startsWith("-") || text.matches("-\\d+");
    }
  }

  AdditionalArguments(
      String field,
      List<CommandOption> options,
      Section section,
      Consumer<UnsupportedSetting> report) {
    this.field = field;
    this.options = options;
    this.section = section;
    this.report = report;
  }

  void apply(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      split(i, arguments.get(i).strip());
    }
    while (!rest.isEmpty()) {
      Token token = rest.remove();
      if (token.text().startsWith("--")) {
        applyLong(token);
      } else if (token.text().startsWith("-") && token.text().length() > 1) {
        applyShort(token);
      } else {
        report(token, "…", "is no option, and no option before it takes it");
      }
    }
  }

  private void split(int index, String argument) {
    int blank = argument.indexOf(' ');
    int equals = argument.indexOf('=');
    if (argument.startsWith("-") && blank > 0 && (equals < 0 || blank < equals)) {
      rest.add(new Token(index, argument.substring(0, blank)));
      rest.add(new Token(index, argument.substring(blank).strip()));
    } else {
      rest.add(new Token(index, argument));
    }
  }

  private void applyLong(Token token) {
    int equals = token.text().indexOf('=');
    String name = equals < 0 ? token.text() : token.text().substring(0, equals);
    List<String> inline = equals < 0 ? List.of() : List.of(token.text().substring(equals + 1));
    List<CommandOption> meant = meantBy(name);
    if (meant.size() == 1) {
      apply(meant.get(0), token, name, inline);
      return;
    }
    takeValues(Integer.MAX_VALUE);
    report(
        token,
        name,
        meant.isEmpty()
            ? "unknown option; known are " + names(options)
            : "is short for each of " + names(meant));
  }

  private void applyShort(Token token) {
    String name = token.text().substring(0, 2);
    String attached = token.text().substring(2);
    List<CommandOption> meant = meantBy(name);
    if (meant.isEmpty()) {
      takeValues(Integer.MAX_VALUE);
      report(token, name, "unknown option; known are " + names(options));
    } else if (meant.get(0).arity() == Arity.NONE && !attached.isEmpty()) {
      apply(meant.get(0), token, name, List.of());
      rest.addFirst(new Token(token.index(), "-" + attached));
    } else {
      String value = attached.startsWith("=") ? attached.substring(1) : attached;
      apply(meant.get(0), token, name, attached.isEmpty() ? List.of() : List.of(value));
    }
  }

  private List<CommandOption> meantBy(String name) {
    List<CommandOption> exact =
        options.stream().filter(option -> option.names().contains(name)).toList();
    return exact.isEmpty() && name.length() > 2
        ? options.stream().filter(option -> isShortFor(name, option)).toList()
        : exact;
  }

  private static boolean isShortFor(String name, CommandOption option) {
    return option.names().stream().anyMatch(full -> full.startsWith(name));
  }

  private void apply(CommandOption option, Token token, String name, List<String> inline) {
    List<String> values = values(option.arity(), inline);
    if (option.arity() == Arity.NONE && !values.isEmpty()) {
      report(token, name, "takes no value");
      return;
    }
    if (option.arity() != Arity.NONE && values.isEmpty()) {
      report(token, name, "needs a value");
      return;
    }
    try {
      option.effect().apply(section, values, at(token));
    } catch (IllegalArgumentException e) {
      report(token, name, String.valueOf(e.getMessage()));
    }
  }

  private List<String> values(Arity arity, List<String> inline) {
    if (!inline.isEmpty() || arity == Arity.NONE) {
      return inline.stream().map(String::strip).toList();
    }
    return takeValues(arity == Arity.ONE ? 1 : Integer.MAX_VALUE);
  }

  private List<String> takeValues(int most) {
    List<String> values = new ArrayList<>();
    for (Token next = rest.peek();
        next != null && next.isValue() && values.size() < most;
        next = rest.peek()) {
      values.add(rest.remove().text());
    }
    return values;
  }

  private void report(Token token, String name, String reason) {
    report.accept(new UnsupportedSetting(at(token), name, reason));
  }

  private String at(Token token) {
    return field + "[" + token.index() + "]";
  }

  private static String names(List<CommandOption> options) {
    return options.stream()
        .flatMap(option -> option.names().stream())
        .collect(Collectors.joining(", "));
  }
}
