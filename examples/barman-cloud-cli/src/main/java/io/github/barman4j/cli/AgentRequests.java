/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cli.agent.AgentAnswer;
import io.github.barman4j.cli.agent.AgentHandler;
import io.github.barman4j.cli.agent.AgentRequest;
import io.github.barman4j.cli.log.StderrLog;
import io.github.barman4j.cli.log.TextOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs the programs that clients hand over. */
final class AgentRequests implements AgentHandler {

  private static final Set<String> PROGRAMS =
      Set.of(Tool.WAL_ARCHIVE.program(), Tool.WAL_RESTORE.program());
  private static final String BARMAN = "BARMAN_";

  private final Map<String, String> environment;
  private final ResidentEngine engine;

  /**
   * Makes it.
   *
   * @param environment of the agent, which is what the stores are opened with
   */
  AgentRequests(Map<String, String> environment, ResidentEngine engine) {
    this.environment = environment;
    this.engine = engine;
  }

  @Override
  public AgentAnswer handle(AgentRequest request) {
    if (!PROGRAMS.contains(request.program()) || !isForThisEnvironment(request)) {
      return AgentAnswer.refused("");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (PrintStream logStream = print(log)) {
      StderrLog.redirect(logStream);
      HandOver handOver = new HandOver(engine);
      int code = Programs.run(call(request, new TextOutput(out), handOver), request.words());
      return handOver.answer(code, text(out), text(log));
    } finally {
      StderrLog.redirect(null);
    }
  }

  private Invocation call(AgentRequest request, PrintStream out, HandOver handOver) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(AgentRequests::isOfTheCall);
    variables.putAll(request.environment());
    return new Invocation(
        request.program(), variables, Path.of(request.directory()), out, handOver);
  }

  /** A client with other credentials than the agent's means another store, or another account. */
  private boolean isForThisEnvironment(AgentRequest request) {
    return request.environment().entrySet().stream()
        .filter(variable -> !isOfTheCall(variable.getKey()))
        .allMatch(variable -> variable.getValue().equals(environment.get(variable.getKey())));
  }

  private static boolean isOfTheCall(String variable) {
    return variable.startsWith(BARMAN) || variable.equals(RecoveryAbort.VARIABLE);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace('\0', '?');
  }
}
