/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.BarmanException;
import java.util.List;
import java.util.stream.Collectors;

/** An {@code ObjectStore} resource that cannot be worked with; it has all that was found wrong. */
public final class InvalidObjectStoreException extends BarmanException {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  /**
   * Makes the error.
   *
   * @param problems at least one
   */
  public InvalidObjectStoreException(List<FieldProblem> problems) {
    super(message(problems), null);
    this.problems = List.copyOf(problems);
  }

  /** Returns the problems, at least one; none after serialization, the message still has them. */
  public List<FieldProblem> problems() {
    return problems == null ? List.of() : problems;
  }

  private static String message(List<FieldProblem> problems) {
    String all = problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
    return "Not a valid ObjectStore: " + all;
  }
}
