/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.List;

/**
 * An option of one of Barman's commands, and what it does here.
 *
 * @param names with their dashes
 * @param arity how many values it takes
 * @param effect what it does
 */
record CommandOption(List<String> names, Arity arity, Effect effect) {

  enum Arity {
    NONE,
    ONE,
    MANY
  }

  /** Applies an option, or throws {@link IllegalArgumentException} with why it has no effect. */
  interface Effect {
    void apply(Section section, List<String> values, String field);
  }

  /** Applies an option with one value. */
  interface ValueEffect {
    void apply(Section section, String value, String field);
  }

  static CommandOption flag(Effect effect, String... names) {
    return new CommandOption(List.of(names), Arity.NONE, effect);
  }

  static CommandOption value(ValueEffect effect, String... names) {
    return new CommandOption(
        List.of(names),
        Arity.ONE,
        (section, values, field) -> effect.apply(section, values.get(0), field));
  }

  /** Returns an option that takes values up to the next option. */
  static CommandOption values(ValueEffect effect, String... names) {
    return new CommandOption(
        List.of(names),
        Arity.MANY,
        (section, values, field) -> values.forEach(value -> effect.apply(section, value, field)));
  }

  static CommandOption without(Arity arity, String reason, String... names) {
    return new CommandOption(
        List.of(names),
        arity,
        (section, values, field) -> {
          throw new IllegalArgumentException(reason);
        });
  }
}
