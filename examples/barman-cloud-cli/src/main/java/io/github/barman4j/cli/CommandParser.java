/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Fills the options of a program in from the words of a command line. */
final class CommandParser {

  /** The version of Barman whose command line, output and exit codes these are. */
  static final String BARMAN_VERSION = "3.20.1";

  private final Tool tool;
  private final Command command;
  private final CommandLine line;

  CommandParser(Tool tool) {
    this.tool = tool;
    this.command = tool.newCommand();
    this.line = new CommandLine(command);
    line.setCommandName(tool.program());
    line.setUsageHelpAutoWidth(false);
    line.getCommandSpec().usageMessage().sortOptions(false).autoWidth(false);
    line.getCommandSpec().parser().caseInsensitiveEnumValuesAllowed(false);
  }

  CommandSpec spec() {
    return line.getCommandSpec();
  }

  /**
   * Returns the program with its options.
   *
   * @throws TextAsked if the words ask for help or the version
   * @throws UsageException if the words are not right
   */
  Command parse(List<String> words) throws TextAsked {
    List<String> plain = ArgumentWords.plain(spec(), words, command.exclusions());
    try {
      ParseResult result = line.parseArgs(plain.toArray(String[]::new));
      if (result.isUsageHelpRequested()) {
        throw new TextAsked(line.getUsageMessage(Ansi.OFF));
      }
      if (result.isVersionHelpRequested()) {
        throw new TextAsked(tool.program() + " " + BARMAN_VERSION + "\n");
      }
      return command;
    } catch (ParameterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the line that says how the program is used. */
  String synopsis() {
    return "usage: " + line.getHelp().synopsis("usage: ".length()).strip() + "\n";
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
