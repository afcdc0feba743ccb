/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Objects;

/**
 * What is wrong with one field of a resource.
 *
 * @param field its path, such as {@code spec.configuration.wal.maxParallel}
 * @param reason what is expected, and what to do; no secret and no value that may be one
 */
public record FieldProblem(String field, String reason) {

  /** Checks that both are there. */
  public FieldProblem {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(reason, "reason");
  }

  FieldProblem below(String path) {
    return new FieldProblem(Problems.join(path, field), reason);
  }

  /** Returns path and reason. */
  @Override
  public String toString() {
    return field.isEmpty() ? reason : field + ": " + reason;
  }
}
