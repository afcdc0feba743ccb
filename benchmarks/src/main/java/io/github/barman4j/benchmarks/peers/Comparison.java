/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Has two tools do the same in turn: back up, and restore what either has made. */
final class Comparison implements AutoCloseable {
  /** How much of the cluster's data a restore must have brought back. */
  private static final double WHOLE = 0.99;

  private final BenchmarkCluster cluster;
  private final BenchmarkStore store;
  private final Contender barman;
  private final Barman4jContender ours;
  private final Consumer<String> progress;
  private final Results results = new Results();

  /** Makes one that tells of each run. */
  Comparison(BenchmarkCluster cluster, BenchmarkStore store, Consumer<String> progress) {
    this.cluster = cluster;
    this.store = store;
    this.barman = new BarmanContender(cluster.server(), store);
    this.ours = new Barman4jContender(cluster.server(), store);
    this.progress = progress;
  }

  /** A backup to make with a compression, by whom, and who restores it then. */
  private record Job(
      String task, String name, Contender maker, String compression, List<Contender> restorers) {

    /** Returns the first part of the keys that the backup gets. */
    String serverName() {
      return maker instanceof BarmanContender ? "barman" : "barman4j";
    }
  }

  /** Runs each program once without keeping what was measured. */
  void warmUp() throws IOException, InterruptedException {
    run(new Job("warm-up", barman.name(), barman, "none", List.of(barman)));
    run(new Job("warm-up", ours.name(), ours, "zstd", List.of(ours)));
    results.clear();
  }

  /** Runs everything once. */
  void round() throws IOException, InterruptedException {
    List<Contender> restorers = List.of(barman, ours, ours.withoutSync());
    for (String compression : List.of("none", "gzip")) {
      for (Contender maker : List.of(barman, ours)) {
        run(new Job("backup, " + compression, maker.name(), maker, compression, restorers));
      }
    }
    run(new Job("backup, gzip", "barman4j, gzip 6", ours, "gzip:6", List.of()));
    run(new Job("backup, gzip", "barman4j, zstd (default)", ours, "zstd", own()));
  }

  private List<Contender> own() {
    return List.of(ours, ours.withoutSync());
  }

  /** Returns what was measured so far. */
  Results results() {
    return results;
  }

  @Override
  public void close() {
    ours.close();
  }

  private void run(Job job) throws IOException, InterruptedException {
    String serverName = job.serverName();
    cluster.checkpoint();
    measure(job.task(), job.name(), job.maker().backup(serverName, job.compression()));
    results.addStored(job.task(), job.name(), store.size(serverName));
    BackupInfo backup = store.backup(serverName);
    store.archiveWal(serverName, backup, cluster.server().dataDirectory());
    for (Contender restorer : job.restorers()) {
      restore(job, backup, restorer);
    }
    store.delete(serverName);
  }

  private void restore(Job job, BackupInfo backup, Contender restorer)
      throws IOException, InterruptedException {
    Path parent = FileTrees.createTemporary("restored");
    try {
      Path directory = parent.resolve("data");
      String task = "restore of %s's, %s".formatted(job.maker().name(), job.compression());
      String id = backup.id().toString();
      measure(task, restorer.name(), restorer.restore(job.serverName(), id, directory));
      requireWhole(directory);
    } finally {
      FileTrees.delete(parent);
    }
  }

  private void requireWhole(Path directory) {
    long expected = TreeWatch.size(cluster.server().dataDirectory().resolve("base"));
    long actual = TreeWatch.size(directory.resolve("base"));
    boolean complete = Files.exists(directory.resolve("global/pg_control"));
    if (!complete || actual < expected * WHOLE) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "Restored %d bytes of %d, pg_control: %s", actual, expected, complete));
    }
  }

  private void measure(String task, String name, Command command)
      throws IOException, InterruptedException {
    // What was written before is not to be flushed in somebody's measured time.
    ExternalCommand.of(List.of("sync")).run().orThrow();
    Measurement measurement = MeasuredProcess.run(command);
    progress.accept("%s, %s: %s".formatted(task, name, measurement));
    results.add(task, name, measurement);
  }
}
