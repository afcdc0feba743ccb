/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.cli.log.StderrLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a program of ours did in this process.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record RunProgram(int code, String out, String err) {

  /** Runs a program with nothing but these variables. */
  static RunProgram of(Map<String, String> environment, String program, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, false, UTF_8);
    StderrLog.redirect(new PrintStream(err, true, UTF_8));
    try {
      Path here = Path.of("").toAbsolutePath();
      Invocation call =
          new Invocation(
              "barman-cloud-" + program, environment, here, outStream, new DirectEngine());
      int code = Programs.run(call, List.of(words));
      return new RunProgram(code, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      StderrLog.redirect(null);
    }
  }
}
