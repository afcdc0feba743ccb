/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.testing.servers.BarmanCli;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Compares whole processes, Barman's and ours, and prints a table.
 *
 * <p>Arguments: how many rounds, 3 if absent, of about six minutes each; the size of the cluster in
 * MiB, 1500 if absent. Progress goes to standard error.
 */
final class PeersMain {
  private static final int ROUNDS = 3;
  private static final long CLUSTER_MIB = 1500;

  private PeersMain() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    long mebibytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : CLUSTER_MIB;
    if (!BarmanCli.debian12().available()) {
      throw new IllegalStateException("Missing: " + BarmanCli.debian12().description());
    }
    try (BenchmarkStore store = BenchmarkStore.open();
        BenchmarkCluster cluster = BenchmarkCluster.start(mebibytes << 20);
        Comparison comparison = new Comparison(cluster, store, line -> System.err.println(line))) {
      cluster.warmUp();
      comparison.warmUp();
      describe(cluster, store, rounds);
      compare(comparison, store, rounds);
    }
  }

  private static void describe(BenchmarkCluster cluster, BenchmarkStore store, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "Barman %s; %s; cluster of %d MiB, warm in the page cache; %d processors; %d rounds%n%n",
        BarmanCli.debian12().version(),
        store.describe(),
        cluster.size() >> 20,
        Runtime.getRuntime().availableProcessors(),
        rounds);
  }

  private static void compare(Comparison comparison, BenchmarkStore store, int rounds)
      throws IOException, InterruptedException, ExecutionException {
    PrintStream out = System.out;
    for (int round = 1; round <= rounds; round++) {
      out.printf(Locale.ROOT, "Round %d: load %s, store %s%n", round, load(), Baseline.of(store));
      comparison.round();
    }
    out.println();
    comparison.results().print(out);
    out.printf(Locale.ROOT, "%nLoad at the end: %s%n", load());
  }

  /** Returns the average number of runnable processes over 1, 5 and 15 minutes. */
  private static String load() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ");
    return String.join(" ", fields[0], fields[1], fields[2]);
  }
}
