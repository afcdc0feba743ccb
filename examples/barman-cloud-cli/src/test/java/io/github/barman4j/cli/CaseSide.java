/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.servers.BarmanCli;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of those who are compared. */
@FunctionalInterface
interface CaseSide {

  CommandResult run(
      Path directory, Map<String, String> environment, String program, List<String> words);

  static CaseSide of(BarmanCli barman) {
    return (directory, environment, program, words) ->
        barman.withEnvironment(environment).run(program, words.toArray(String[]::new));
  }

  static CaseSide of(OurPrograms ours) {
    return (directory, environment, program, words) ->
        ours.withEnvironment(environment).run(directory, program, words);
  }
}
