/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an object, at most one problem for each field. For one thread. */
final class Problems {

  private final List<FieldProblem> found = new ArrayList<>();

  /** Adds a problem, unless one of the field is known. */
  void add(String field, String reason) {
    if (found.stream().noneMatch(problem -> problem.field().equals(field))) {
      found.add(new FieldProblem(field, reason));
    }
  }

  void require(boolean holds, String field, String reason) {
    if (!holds) {
      add(field, reason);
    }
  }

  /**
   * Adds what a record says of itself, but not of a field that is or has a problem already: the
   * record was then made without it.
   */
  void addAll(String path, List<FieldProblem> problems) {
    for (FieldProblem problem : problems) {
      FieldProblem full = problem.below(path);
      if (found.stream().noneMatch(known -> isIn(full.field(), known.field()))) {
        found.add(full);
      }
    }
  }

  void addTo(String path, Problems others) {
    others.addAll(path, found);
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidObjectStoreException(found);
    }
  }

  static String join(String path, String field) {
    boolean joined = path.isEmpty() || field.isEmpty() || field.startsWith("[");
    return path + (joined ? "" : ".") + field;
  }

  private static boolean isIn(String field, String other) {
    return other.equals(field) || other.startsWith(field + ".") || other.startsWith(field + "[");
  }
}
