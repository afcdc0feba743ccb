/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.List;

/** Fills the options of a program in from the words of a command line. */
final class CommandParser {

  /** The version of Barman whose command line, output and exit codes these are. */
  static final String BARMAN_VERSION = "3.20.1";

  private final Tool tool;
  private final Command command;

  CommandParser(Tool tool) {
    this.tool = tool;
    this.command = tool.newCommand();
  }

  /**
   * Returns the program with its options.
   *
   * @throws TextAsked if the words ask for help or the version
   * @throws UsageException if the words are not right
   */
  Command parse(List<String> words) throws TextAsked {
    if (ArgumentWords.fill(CommandModel.of(command), words, command.exclusions())) {
      throw new TextAsked(
          isVersion(words)
              ? tool.program() + " " + BARMAN_VERSION + "\n"
              : new HelpText(tool).help());
    }
    return command;
  }

  /** The first of the two that is asked for is given. */
  private static boolean isVersion(List<String> words) {
    return words.stream()
        .filter(
            word -> word.startsWith("--h") || word.startsWith("--vers") || word.startsWith("-V"))
        .findFirst()
        .map(word -> !word.startsWith("--h"))
        .orElse(true);
  }

  /** Returns the line that says how the program is used. */
  String synopsis() {
    return new HelpText(tool).synopsis();
  }

  /** The command line asks for a text and nothing else. */
  static final class TextAsked extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    TextAsked(String text) {
      super(null, null, false, false);
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
