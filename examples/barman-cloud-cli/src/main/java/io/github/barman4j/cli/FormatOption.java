/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import picocli.CommandLine.Option;

/** For whom the output is, of the programs that Barman does not have. */
final class FormatOption {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "console",
      description = "console, for a person, or json; console by default.")
  String format = "console";

  void check() {
    ProviderProperties.requireOneOf("--format", format, "console", "json");
  }

  boolean isJson() {
    return format.equals("json");
  }
}
