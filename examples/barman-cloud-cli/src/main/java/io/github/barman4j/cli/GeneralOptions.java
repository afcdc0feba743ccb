/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import picocli.CommandLine.Option;

/** What every program takes and the programs themselves do not look at. */
final class GeneralOptions {

  static final Exclusion VERBOSITY = Exclusion.atMostOne("--verbose", "--quiet");

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  @Option(names = "--help", usageHelp = true, description = "Print this help and exit.")
  boolean help;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more; twice for even more.")
  boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      description = "Say less; twice for even less.")
  boolean[] quiet = {};

  /** Returns how many levels more than warnings and errors are to be said; may be negative. */
  int verbosity() {
    return verbose.length - quiet.length;
  }
}
