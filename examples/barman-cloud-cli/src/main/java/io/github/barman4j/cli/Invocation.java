/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
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

  /**
   * Returns the path that an argument means.
   *
   * @throws UsageException if this process's locale has no such file names
   */
  Path path(String argument) {
    try {
      return directory.resolve(argument);
    } catch (InvalidPathException e) {
      throw new UsageException(
          "'%s' cannot be a file name here: the locale gives file names the encoding %s. Run the program with LC_ALL=C.UTF-8"
              .formatted(argument, System.getProperty("sun.jnu.encoding")));
    }
  }
}
