/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schedule being played: counts requests and remembers lists. */
final class Playing {

  private final FaultSchedule schedule;
  private final int[] counts;
  private final boolean remembersLists;
  private final List<String> happened = new ArrayList<>();
  private final Map<String, KeptAnswer> firstLists = new HashMap<>();
  private int requests;

  Playing(FaultSchedule schedule) {
    this.schedule = schedule;
    counts = new int[schedule.faults().size()];
    remembersLists =
        schedule.faults().stream().anyMatch(f -> f.fault() instanceof ProxyFault.StaleList);
  }

  /** Counts the request for every fault, and returns the first fault that is due. */
  synchronized Optional<ProxyFault> next(ProxiedRequest request) {
    requests++;
    Optional<ProxyFault> due = Optional.empty();
    for (int i = 0; i < counts.length; i++) {
      PlannedFault planned = schedule.faults().get(i);
      boolean matches = planned.match().test().test(request);
      if (matches && planned.isDue(++counts[i]) && due.isEmpty()) {
        due = Optional.of(planned.fault());
        happened.add(planned.fault() + " at " + request);
      }
    }
    return due;
  }

  boolean isWorthKeeping(ProxiedRequest request) {
    return remembersLists && request.isList();
  }

  synchronized void keep(ProxiedRequest request, KeptAnswer answer) {
    firstLists.putIfAbsent(request.target(), answer);
  }

  synchronized Optional<KeptAnswer> kept(ProxiedRequest request) {
    return Optional.ofNullable(firstLists.get(request.target()));
  }

  synchronized List<String> happened() {
    return List.copyOf(happened);
  }

  synchronized int requests() {
    return requests;
  }
}
