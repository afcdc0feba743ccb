/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import java.util.List;

/**
 * What an external program left: its exit code and its output, decoded as UTF-8.
 *
 * @param command the program and its arguments
 * @param exitCode the exit code, 0 for success
 * @param stdout the complete standard output
 * @param stderr the complete standard error
 */
public record CommandResult(List<String> command, int exitCode, String stdout, String stderr) {

  /** Copies the command. */
  public CommandResult {
    command = List.copyOf(command);
  }

  /**
   * Returns this result when the program succeeded.
   *
   * @throws IllegalStateException with all output, when the exit code is not 0
   */
  public CommandResult orThrow() {
    if (exitCode != 0) {
      throw new IllegalStateException("Command failed: " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "%s%nexit %d%n%s%n%s".formatted(String.join(" ", command), exitCode, stdout, stderr);
  }
}
