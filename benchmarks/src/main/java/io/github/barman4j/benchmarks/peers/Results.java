/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Collects measurements by what was done and by whom, and prints them as a table. */
final class Results {
  private static final double MIB = 1 << 20;

  private final Map<String, Map<String, List<Measurement>>> rows = new LinkedHashMap<>();
  private final Map<String, Long> stored = new LinkedHashMap<>();

  /** Adds one run. */
  void add(String task, String contender, Measurement measurement) {
    rows.computeIfAbsent(task, t -> new LinkedHashMap<>())
        .computeIfAbsent(contender, c -> new ArrayList<>())
        .add(measurement);
  }

  /** Notes how many bytes a contender's task left in the store. */
  void addStored(String task, String contender, long bytes) {
    stored.put(task + contender, bytes);
  }

  /** Forgets everything. */
  void clear() {
    rows.clear();
    stored.clear();
  }

  /** Prints a row for each task and contender; times are compared with the first of the task. */
  void print(PrintStream out) {
    out.println(
        "| task | tool | wall s min / median | times as fast | CPU s | peak memory MiB | temp MiB |"
            + " stored MiB |");
    out.println("|---|---|---:|---:|---:|---:|---:|---:|");
    rows.forEach(
        (task, row) -> {
          double first = median(row.values().iterator().next(), Measurement::wallSeconds);
          row.forEach((contender, runs) -> print(out, task, contender, runs, first));
        });
  }

  private void print(
      PrintStream out, String task, String contender, List<Measurement> runs, double first) {
    double median = median(runs, Measurement::wallSeconds);
    Long bytes = stored.get(task + contender);
    out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f / %.1f | %.1f | %.1f | %.0f | %.1f | %s |%n",
        task,
        contender,
        runs.stream().mapToDouble(Measurement::wallSeconds).min().orElseThrow(),
        median,
        first / median,
        median(runs, Measurement::cpuSeconds),
        runs.stream().mapToLong(Measurement::peakMemory).max().orElseThrow() / MIB,
        runs.stream().mapToLong(Measurement::peakTemp).max().orElseThrow() / MIB,
        bytes == null ? "" : Math.round(bytes / MIB));
  }

  private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
