/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

/** Does what clients ask for. Thread-safe: clients come at the same time. */
public interface AgentHandler {

  /** Does a request; what it throws makes the client do it by itself. */
  AgentAnswer handle(AgentRequest request);
}
