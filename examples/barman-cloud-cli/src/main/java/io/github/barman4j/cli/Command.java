/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.List;

/** One of the programs, with the options of a command line filled in. */
interface Command {

  /**
   * Does what was asked for.
   *
   * @return the exit code
   */
  int run(Invocation call) throws Exception;

  /** Returns how many levels more than warnings are to be logged. */
  int verbosity();

  /** Returns the sets of options of which only one may be given. */
  default List<Exclusion> exclusions() {
    return List.of();
  }
}
