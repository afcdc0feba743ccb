/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import java.util.List;
import java.util.stream.Collectors;

/** A {@code barman.conf} is absent, cannot be read, or says something that cannot be done. */
public final class InvalidConfigurationException extends BarmanException {

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigurationProblem> problems;

  InvalidConfigurationException(String message) {
    super(message, null);
    this.problems = List.of();
  }

  InvalidConfigurationException(List<ConfigurationProblem> errors) {
    super(
        errors.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")),
        null);
    this.problems = List.copyOf(errors);
  }

  /**
   * Returns each error, in the order of the message's lines; empty if it is not about the content.
   */
  public List<ConfigurationProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
