/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects problems and notes from all threads, each once though a part may be read twice, and
 * tells the listener. Thread-safe.
 */
final class Findings {

  private static final int MAX_PROBLEMS = 10_000;
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::key)
          .thenComparing(problem -> problem.file().orElse(""))
          .thenComparing(Problem::kind);

  private final SafeVerifyListener listener;
  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private long left;

  Findings(SafeVerifyListener listener) {
    this.listener = listener;
  }

  synchronized void add(Problem problem) {
    if (problems.size() == MAX_PROBLEMS) {
      left++;
      return;
    }
    if (problems.add(problem)) {
      listener.found(problem);
    }
  }

  synchronized void note(String note) {
    notes.add(note);
  }

  synchronized List<Problem> problems() {
    return problems.stream().sorted(ORDER).toList();
  }

  synchronized List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (left > 0) {
      all.add(left + " more problems are not listed");
    }
    return all;
  }
}
