/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a program was called. Paths in its arguments are relative to the caller's directory, which is
 * not that of a process that works for others.
 *
 * @param program its name
 * @param environment of the caller
 * @param directory the caller's working directory, absolute
 * @param out standard output
 * @param engine does what needs a store
 */
record Invocation(
    String program,
    Map<String, String> environment,
    Path directory,
    PrintStream out,
    Engine engine) {

  /** Returns the path that an argument means. */
  Path path(String argument) {
    return directory.resolve(argument);
  }
}
