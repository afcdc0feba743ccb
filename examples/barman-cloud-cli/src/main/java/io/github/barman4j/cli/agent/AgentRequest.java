/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line for the agent.
 *
 * @param program its name
 * @param directory the client's working directory
 * @param words behind the name
 * @param environment those of the client's variables that matter: what the SDKs of the stores read,
 *     and what Barman tells its hooks
 */
public record AgentRequest(
    String program, String directory, List<String> words, Map<String, String> environment) {

  private static final List<String> PREFIXES = List.of("AWS_", "AZURE_", "GOOGLE_", "BARMAN_");
  private static final Set<String> NAMES =
      Set.of("STORAGE_EMULATOR_HOST", "REQUESTS_CA_BUNDLE", "BARMAN4J_ABORT_RECOVERY_ON_FAILURE");
  private static final int HEAD = 4;

  /** Leaves the other variables out. */
  public AgentRequest {
    words = List.copyOf(words);
    Map<String, String> some = new HashMap<>(environment);
    some.keySet().removeIf(name -> !matters(name));
    environment = Map.copyOf(some);
  }

  private static boolean matters(String name) {
    return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
  }

  List<String> toFields() {
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of(AgentMessage.VERSION, program, directory, "" + words.size()));
    fields.addAll(words);
    environment.forEach((name, value) -> fields.add(name + "=" + value));
    return fields;
  }

  static AgentRequest of(List<String> fields) throws IOException {
    if (fields.size() < HEAD || !fields.get(0).equals(AgentMessage.VERSION)) {
      throw new IOException("Not a request of this version: " + fields.get(0));
    }
    int end = HEAD + Integer.parseInt(fields.get(HEAD - 1));
    Map<String, String> environment = new HashMap<>();
    for (String variable : fields.subList(end, fields.size())) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return new AgentRequest(fields.get(1), fields.get(2), fields.subList(HEAD, end), environment);
  }
}
