/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.util.List;

/**
 * What became of a request.
 *
 * @param exitCode of the program, or {@link #NOT_DONE}
 * @param stdout of the program
 * @param stderr of the program
 * @param file that the client is to rename; empty for none
 * @param destination the file's new path; empty for none
 */
public record AgentAnswer(
    int exitCode, String stdout, String stderr, String file, String destination) {

  /** The exit code that says that the agent did not do it. */
  public static final int NOT_DONE = 125;

  private static final int FIELDS = 5;

  /** Returns the answer that the agent does not do what was asked for. */
  public static AgentAnswer refused(String why) {
    return new AgentAnswer(NOT_DONE, "", why, "", "");
  }

  List<String> toFields() {
    return List.of(String.valueOf(exitCode), stdout, stderr, file, destination);
  }

  static AgentAnswer of(List<String> fields) throws IOException {
    if (fields.size() != FIELDS) {
      throw new IOException("Not an answer of this version: " + fields.size() + " fields");
    }
    return new AgentAnswer(
        Integer.parseInt(fields.get(0)),
        fields.get(1),
        fields.get(2),
        fields.get(3),
        fields.get(4));
  }
}
