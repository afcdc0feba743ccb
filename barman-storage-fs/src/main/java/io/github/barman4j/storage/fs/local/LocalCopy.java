/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.server.TreeWalk;
import io.github.barman4j.internal.work.BandwidthLimit;
import io.github.barman4j.internal.work.CopyStatistics;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.internal.work.WorkerGroup;
import io.github.barman4j.postgres.Tablespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of a server's files below the directory of one backup. For one thread, which closes it;
 * the workers are its own.
 */
final class LocalCopy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCopy.class);
  private static final String DATA = "data";

  private final LocalContext context;
  private final BackupId id;
  private final ServerConnection server;
  private final LocalBackupOptions options;
  private final Work work;
  private final @Nullable ReferenceBackup reference;
  private final @Nullable ManifestWriter manifest;
  private final Durability durability;
  private final CopyTotals totals = new CopyTotals();
  private final CopyStatistics statistics = new CopyStatistics();
  private final DirectoryCopies directories = new DirectoryCopies();
  private final CopyTools tools;
  private final BandwidthLimit limit;

  /** How the work goes on. */
  record Work(Guard guard, Progress progress) {}

  LocalCopy(
      LocalContext context,
      BackupId id,
      ServerConnection server,
      LocalBackupOptions options,
      Work work)
      throws IOException {
    this.context = context;
    this.id = id;
    this.server = server;
    this.options = options;
    this.work = work;
    this.reference =
        options.reuse() == ReuseBackup.OFF ? null : ReferenceBackup.last(context).orElse(null);
    this.manifest = options.hasManifest() ? newManifest() : null;
    this.limit = new BandwidthLimit(options.bandwidthLimit(), work.guard());
    this.durability = Durability.of(context.directory().backup(id));
    this.tools = tools(limit);
  }

  private ManifestWriter newManifest() {
    return new ManifestWriter(
        server.facts().version(),
        server.directory().control().systemIdentifier(),
        ChecksumAlgorithm.SHA256);
  }

  private CopyTools tools(BandwidthLimit rate) {
    Guard guard = work.guard();
    return new CopyTools(
        new KernelCopy(guard, work.progress(), durability),
        new BufferedCopy(guard, work.progress(), durability, rate));
  }

  Path data() {
    return context.directory().data(id);
  }

  DataDirectory directory() {
    return server.directory();
  }

  CopyTools tools() {
    return tools;
  }

  CopyTotals totals() {
    return totals;
  }

  CopyStatistics statistics() {
    return statistics;
  }

  @Nullable ManifestWriter manifest() {
    return manifest;
  }

  /** Copies all trees. */
  void copyTrees(WorkerGroup.Watch watch) throws Exception {
    work.progress().enter(BackupPhase.COPYING);
    Long clusterSize = server.facts().clusterSize();
    work.progress().expect(0, clusterSize == null ? 0 : clusterSize);
    List<CopyQueue.Job> jobs = jobs();
    try (CopyQueue queue = new CopyQueue(jobs, directories, work.progress(), this::excluded)) {
      Executor executor = context.executor();
      WorkerGroup.Work worker = () -> copy(queue);
      new WorkerGroup(work.guard())
          .run(executor, Collections.nCopies(options.workers(), worker), watch);
    }
    LOG.info("Backup {}: {}", id, totals);
  }

  private void excluded(String name) {
    if (TreeWalk.isUnexpected(name)) {
      LOG.warn("Backup {} leaves out {}", id, name);
    }
  }

  private void copy(CopyQueue queue) throws IOException {
    for (CopyQueue.Batch batch = queue.next(); batch != null; batch = queue.next()) {
      long begin = System.nanoTime();
      for (Entry.RegularFile file : batch.files()) {
        work.guard().check();
        batch.job().copy().make(file);
      }
      statistics.add(batch.job().label(), begin, System.nanoTime());
    }
  }

  /** Tablespaces come first, as Barman has it; the metadata names them all, so all have a place. */
  private List<CopyQueue.Job> jobs() throws IOException {
    List<CopyQueue.Job> jobs = new ArrayList<>();
    for (Tablespace tablespace : server.facts().tablespaces()) {
      jobs.addAll(job(tablespace).stream().toList());
    }
    Tree data = directory().trees().get(0);
    jobs.add(job(data, "pgdata", tools, options.bandwidthLimit()));
    return jobs;
  }

  private Optional<CopyQueue.Job> job(Tablespace tablespace) throws IOException {
    Path target = context.directory().tablespace(id, tablespace.oid());
    Optional<Tree> tree =
        directory().trees().stream()
            .filter(t -> t.base().equals(Long.toString(tablespace.oid())))
            .findFirst();
    if (tree.isEmpty()) {
      Files.createDirectory(target);
      return Optional.empty();
    }
    PosixFileAttributes location =
        Files.readAttributes(DurableFiles.parent(tree.get().root()), PosixFileAttributes.class);
    directories.make(target, new FileTraits(location.permissions(), location.lastModifiedTime()));
    long rate =
        options
            .tablespaceBandwidthLimits()
            .getOrDefault(tablespace.name(), options.bandwidthLimit());
    boolean shared = rate == options.bandwidthLimit();
    CopyTools own = shared ? tools : tools(new BandwidthLimit(rate, work.guard()));
    return Optional.of(job(tree.get(), tablespace.name(), own, rate));
  }

  private CopyQueue.Job job(Tree tree, String label, CopyTools own, long rate) {
    ReferenceBackup before = reference;
    CopyTarget target =
        new CopyTarget(
            context.directory().backup(id).resolve(tree.base()),
            before == null ? null : before.root(tree).orElse(null),
            options.reuse(),
            new ReuseDecision(before == null ? null : before.horizon(), options.isStrict()),
            rate == 0,
            tree.base().equals(DATA) ? manifest : null);
    return new CopyQueue.Job(
        tree, target, new TreeCopy(target, totals, work.progress(), own), label);
  }

  /** Gives the directories what they have besides, and makes all durable. */
  void finish() throws IOException {
    directories.finish();
    durability.finish();
  }

  @Override
  public void close() {
    durability.close();
  }
}
