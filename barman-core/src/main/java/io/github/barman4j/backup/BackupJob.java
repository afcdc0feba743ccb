/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.archive.HostNote;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.ExcludedNames;
import io.github.barman4j.internal.server.InfoCollector;
import io.github.barman4j.internal.server.Scan;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.work.Failures;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** What one call of {@link BaseBackup} does. For one thread. */
final class BackupJob {

  private static final int ATTEMPTS = 20;

  private final ServerContext context;
  private final ArchiveOwner owner;
  private final BackupOptions options;
  private final Progress progress;
  private final Guard guard;

  BackupJob(ServerContext context, ArchiveOwner owner, BackupOptions options, Progress progress) {
    this.context = context;
    this.owner = owner;
    this.options = options;
    this.progress = progress;
    this.guard = new Guard(options.cancellation());
  }

  ServerContext context() {
    return context;
  }

  BackupOptions options() {
    return options;
  }

  Guard guard() {
    return guard;
  }

  Progress progress() {
    return progress;
  }

  /** Backs up. */
  BackupResult run(DataDirectorySource source) {
    requireTags();
    requireCodec();
    BackupId id = BackupId.now(context.clock());
    try (Prepared prepared = prepare(id, source)) {
      DataDirectory directory = prepared.directory();
      owner.claim(directory.control().systemIdentifier(), HostNote.of(directory.pgData()));
      return run(announce(prepared), prepared);
    }
  }

  private BackupResult run(InfoCollector info, Prepared prepared) {
    ManifestWriter manifest = manifest(prepared.facts().version(), prepared.directory().control());
    BackupRun run = new BackupRun(this, info.id(), prepared.ownership(), manifest);
    BackupSteps steps = new BackupSteps(run, prepared, info);
    progress.started(run.id());
    return steps.run();
  }

  /** Begins the list of files. */
  ManifestWriter manifest(PostgresVersion version, ControlFile control) {
    return new ManifestWriter(
        version, control.systemIdentifier(), options.manifestChecksum().algorithm());
  }

  /** Sends a backup that Barman has taken. */
  BackupInfo relay(BarmanDirectory source) {
    requireTags();
    requireCodec();
    return new RelayJob(this, owner, source).run();
  }

  private void requireTags() {
    if (!options.tags().isEmpty() && !context.store().capabilities().tags()) {
      throw new IllegalArgumentException(
          context.store().location() + " has no tags; leave them out of the options");
    }
  }

  /** A codec's native part may be missing, which shall not show after minutes of work. */
  private void requireCodec() {
    try (OutputStream probe = options.compression().compressing(OutputStream.nullOutputStream())) {
      probe.flush();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw failure(BackupId.now(context.clock()), e);
    }
  }

  private InfoCollector announce(Prepared prepared) {
    Announcements announcements =
        new Announcements(context.store(), new ServerLayout(context.serverName()));
    ControlFile control = prepared.directory().control();
    try {
      LocalDateTime from = LocalDateTime.now(context.clock());
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        BackupId id = announcements.freeId(from);
        from = id.localTime().orElse(from).plusSeconds(1);
        InfoCollector info = new InfoCollector(id, context.clock());
        // Barman's tools want exactly these in cloud backups, see the format specification.
        info.origin(options.name().orElse(null), "cloud", "local-to-cloud-concurrent");
        info.server(prepared.facts(), control);
        if (announcements.noteRunning(info.running(control), options.tags())) {
          return info;
        }
      }
      throw new ObjectStoreException(
          "Each of "
              + ATTEMPTS
              + " backup ids from "
              + BackupId.now(context.clock())
              + " on that "
              + context.store().location()
              + " does not list was taken by another backup. Does it list what was just written?",
          null);
    } catch (IOException e) {
      throw new StorageFailedException("Note in the store that a backup begins", e);
    }
  }

  /** Finds out what there is to copy, without touching the store. */
  BackupPlan plan(DataDirectorySource source) {
    BackupId id = BackupId.now(context.clock());
    try (Prepared prepared = prepare(id, source)) {
      progress.enter(BackupPhase.SCANNING);
      return plan(prepared);
    } catch (IOException e) {
      throw failure(id, e);
    }
  }

  private BackupPlan plan(Prepared prepared) throws IOException {
    ExcludedNames excluded = new ExcludedNames();
    List<Scan> scans = new ArrayList<>();
    for (Tree tree : prepared.directory().trees()) {
      scans.add(Scan.of(tree, excluded, guard));
    }
    return new BackupPlan(
        prepared.directory().control().systemIdentifier(),
        prepared.facts().version(),
        prepared.directory().pgData(),
        scans.stream().mapToLong(Scan::files).sum(),
        scans.stream().mapToLong(Scan::bytes).sum(),
        scans.stream().mapToLong(scan -> scan.directories().size()).sum(),
        1 + scans.stream().mapToInt(this::parts).sum(),
        prepared.facts().tablespaces(),
        prepared.directory().externalFiles(),
        excluded.count(),
        excluded.names());
  }

  private int parts(Scan scan) {
    return (int) Math.max(1, (scan.bytes() + options.partSize() - 1) / options.partSize());
  }

  private Prepared prepare(BackupId id, DataDirectorySource source) {
    progress.enter(BackupPhase.CONNECTING);
    try {
      guard.check();
      ServerConnection server = ServerConnection.open(source.dataSource(), source.pgData(), guard);
      return Prepared.of(StoreDirectory.of(context.store().location()).leaveOut(server));
    } catch (SQLException | IOException | RuntimeException e) {
      throw failure(id, e);
    }
  }

  private BarmanException failure(BackupId id, Throwable cause) {
    return Failures.of(id, progress.phase(), cause, options.cancellation());
  }
}
