/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether to show how far it is. */
final class Quietness {

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell how far it is.")
  boolean quiet;

  Progress progress(PrintWriter err) {
    return quiet
        ? new Progress(new PrintWriter(PrintWriter.nullWriter()), false)
        : Progress.on(err);
  }
}
