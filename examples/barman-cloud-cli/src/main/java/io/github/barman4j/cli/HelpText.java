/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What a program says of its own use, written by Picocli from the declarations. */
final class HelpText {

  private static final String USAGE = "usage: ";

  private final CommandLine line;

  HelpText(Tool tool) {
    line = new CommandLine(tool.newCommand());
    line.setCommandName(tool.program());
    line.getCommandSpec().usageMessage().sortOptions(false).autoWidth(false);
  }

  CommandSpec spec() {
    return line.getCommandSpec();
  }

  /** Returns the whole help. */
  String help() {
    return line.getUsageMessage(Ansi.OFF);
  }

  /** Returns how the program is called, without what the options mean. */
  String synopsis() {
    return USAGE + line.getHelp().synopsis(USAGE.length()).strip() + "\n";
  }
}
