/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.server.BackupSession;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.internal.server.InfoCollector;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.work.Failures;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a local backup, from its id to a copy that is complete and durable. The metadata
 * says at any moment how far it is, so that Barman knows too. For one thread.
 */
final class LocalBackupSteps {

  private static final Logger LOG = LoggerFactory.getLogger(LocalBackupSteps.class);
  private static final String MODE = "rsync-concurrent";

  private final LocalContext context;
  private final LocalBackupOptions options;
  private final ServerConnection server;
  private final BackupSession session;
  private final BackupId id;
  private final InfoCollector info;
  private final Guard guard;
  private final Progress progress;
  private final LocalCopy.Work work;
  private long pinged = System.nanoTime();

  LocalBackupSteps(
      LocalContext context,
      LocalBackupOptions options,
      ServerConnection server,
      BackupId id,
      LocalCopy.Work work) {
    this.context = context;
    this.options = options;
    this.server = server;
    this.session = server.session();
    this.id = id;
    this.info = new InfoCollector(id, context.clock());
    this.work = work;
    this.guard = work.guard();
    this.progress = work.progress();
  }

  /** Copies, or fails leaving FAILED metadata and nothing else of this backup. */
  BackupInfo run() {
    LOG.info("Backup {} of {} begins", id, server.directory().pgData());
    try {
      announce();
      return backUp();
    } catch (Exception | Error e) {
      throw failed(e);
    }
  }

  private void announce() throws IOException {
    info.origin(options.name().orElse(null), context.serverName(), MODE);
    info.server(server.facts(), server.directory().control());
    DurableFiles.createDirectories(context.directory().backup(id));
    save(BackupStatus.EMPTY);
    progress.started(id);
  }

  private BackupInfo save(BackupStatus status) throws IOException {
    BackupInfo now = info.with(status);
    context.metadata().save(now);
    return now;
  }

  private BackupInfo backUp() throws Exception {
    start();
    try (LocalCopy copy = new LocalCopy(context, id, server, options, work)) {
      SingleFiles files = new SingleFiles(copy);
      copy.copyTrees(this::watch);
      guard.check();
      files.copyConfiguration(server.facts().includedFiles());
      files.copyControlFile();
      server.requireTablespaces();
      BackupStop stop = stop();
      return finish(copy, files, stop);
    }
  }

  private void start() throws SQLException, IOException {
    progress.enter(BackupPhase.STARTING);
    guard.check();
    String label = "Barman backup " + context.serverName() + " " + id;
    info.started(session.start(label, options.isFastCheckpoint()));
    save(BackupStatus.STARTED);
  }

  private void watch() throws Exception {
    guard.check();
    progress.tick();
    long interval = options.keepaliveInterval().toNanos();
    if (interval > 0 && System.nanoTime() - pinged > interval) {
      session.ping();
      pinged = System.nanoTime();
    }
  }

  private BackupStop stop() throws SQLException, IOException {
    progress.enter(BackupPhase.STOPPING);
    guard.check();
    BackupStop stop = session.stop(options.archiveTimeout());
    info.stopped(stop);
    stop.requireOneTimeline();
    if (!server.facts().inRecovery()) {
      session.markEnd(id);
    }
    session.close();
    return stop;
  }

  private BackupInfo finish(LocalCopy copy, SingleFiles files, BackupStop stop) throws IOException {
    progress.enter(BackupPhase.FINISHING);
    files.writeLabel(stop, context.clock());
    files.writeManifest(stop);
    copy.finish();
    guard.check();
    progress.enter(BackupPhase.PUBLISHING);
    long metadata = metadataBytes();
    info.statistics(copy.statistics().toMap(options.workers()));
    info.sizes(copy.totals().bytes() + metadata, copy.totals().ownBytes() + metadata);
    return save(BackupStatus.WAITING_FOR_WALS);
  }

  /** Barman counts all files in the backup's directory, so also this one where it is there. */
  private long metadataBytes() throws IOException {
    Path file = context.directory().legacyInfo(id);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private RuntimeException failed(Throwable thrown) {
    guard.stop();
    BarmanException error = Failures.of(id, progress.phase(), thrown, options.cancellation());
    boolean interrupted = Thread.interrupted();
    try {
      session.close();
      // First what keeps Barman from it; where the disk is full, that may need the copies' space.
      boolean marked = writeFailed(thrown, error);
      removeCopies(error);
      if (!marked) {
        marked = writeFailed(thrown, error);
      }
      if (!marked) {
        LOG.warn("Backup {} failed, and that cannot be written down", id, error);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    progress.failed(id, error);
    return error;
  }

  /**
   * Barman leaves what it has copied. Nothing ever uses it, and where the disk was full, it is what
   * fills it; so it is removed. Empty directories stay, without which Barman calls the backup an
   * orphan.
   */
  private void removeCopies(BarmanException error) {
    List<Path> copies = new ArrayList<>(List.of(context.directory().data(id)));
    server
        .facts()
        .tablespaces()
        .forEach(t -> copies.add(context.directory().tablespace(id, t.oid())));
    try {
      for (Path copy : copies) {
        DurableFiles.deleteTree(copy);
      }
      DurableFiles.createDirectories(context.directory().data(id));
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }

  private boolean writeFailed(Throwable thrown, BarmanException error) {
    String why =
        thrown instanceof OperationCancelledException ? "cancelled" : Failures.oneLine(thrown);
    try {
      context.metadata().save(info.failed("failure " + action() + " (" + why + ")"));
      return true;
    } catch (IOException e) {
      error.addSuppressed(e);
      return false;
    }
  }

  /** Barman's words for the steps. */
  private String action() {
    return switch (progress.phase()) {
      case STARTING -> "issuing start backup command";
      case STOPPING -> "issuing stop of the backup";
      case FINISHING -> "writing backup label";
      case PUBLISHING -> "calculating backup size";
      case COPYING -> "copying files";
      default -> "starting backup";
    };
  }
}
