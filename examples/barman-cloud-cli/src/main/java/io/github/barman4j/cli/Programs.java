/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cli.CommandParser.TextAsked;
import io.github.barman4j.cli.log.StderrLog;
import java.util.List;
import org.slf4j.event.Level;

/** Runs a program from its name and words to its exit code. */
final class Programs {

  private Programs() {}

  /**
   * Runs a program; whatever happens becomes a line on standard error and an exit code.
   *
   * @throws EngineClosedException if the engine ended meanwhile
   */
  static int run(Invocation call, List<String> words) {
    try {
      return run(call, new CommandParser(Tool.named(call.program())), words);
    } catch (EngineClosedException e) {
      throw e;
    } catch (Throwable e) {
      return failed(e);
    }
  }

  private static int run(Invocation call, CommandParser parser, List<String> words)
      throws Exception {
    try {
      Command command = parser.parse(words);
      StderrLog.verbosity(command.verbosity());
      return command.run(call);
    } catch (TextAsked asked) {
      call.out().print(asked.text());
      return ExitCode.DONE;
    } catch (UsageException e) {
      StderrLog.raw(parser.synopsis() + call.program() + ": error: " + e.getMessage());
      return ExitCode.USAGE;
    } finally {
      call.out().flush();
    }
  }

  private static int failed(Throwable failure) {
    StderrLog.write(Level.ERROR, Failures.text(failure));
    return ExitCode.of(failure);
  }
}
