/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.server.BackupSession;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.internal.server.ControlFileBytes;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.ExcludedNames;
import io.github.barman4j.internal.server.InfoCollector;
import io.github.barman4j.internal.server.PrimaryServer;
import io.github.barman4j.internal.server.Scan;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.server.ServerFacts;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.work.Failures;
import io.github.barman4j.internal.work.WorkerGroup;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of a backup, from entering backup mode to {@code backup.info}. For one thread. */
final class BackupSteps {

  private static final Logger LOG = LoggerFactory.getLogger(BackupSteps.class);

  private final BackupRun run;
  private final ServerConnection server;
  private final BackupSession session;
  private final ServerFacts facts;
  private final DataDirectory directory;
  private final InfoCollector info;
  private final Announcements announcements;
  private final List<String> leftOut = new ArrayList<>();
  private long pinged = System.nanoTime();

  BackupSteps(BackupRun run, Prepared prepared, InfoCollector info) {
    this.run = run;
    this.server = prepared.server();
    this.session = prepared.session();
    this.facts = prepared.facts();
    this.directory = prepared.directory();
    this.info = info;
    this.announcements = new Announcements(run.context().store(), run.layout());
  }

  /** Backs up, or fails leaving nothing behind but a FAILED {@code backup.info}. */
  BackupResult run() {
    LOG.info("Backup {} of {} begins", run.id(), directory.pgData());
    BackupStop stop = backUpOrUndo();
    // The backup is visible: from here on, nothing takes it back.
    announcements.removeNote(run.id());
    BackupInfo done = info.done();
    BackupResult result = new BackupResult(done, awaitWal(stop), leftOut);
    LOG.info("Backup {} is done", run.id());
    run.progress().done(done);
    return result;
  }

  private BackupStop backUpOrUndo() {
    try {
      return backUp();
    } catch (Exception | Error e) {
      throw failed(e);
    }
  }

  private BackupStop backUp() throws Exception {
    start();
    copy(scan());
    ControlFileBytes control = ControlFileBytes.read(directory.pgData());
    server.requireTablespaces();
    BackupStop stop = stop();
    finish(new FinalPart(run, directory, control, stop));
    publish();
    return stop;
  }

  private void start() throws SQLException, IOException {
    run.progress().enter(BackupPhase.STARTING);
    info.started(
        session.start("Barman backup cloud " + run.id(), run.options().isFastCheckpoint()));
  }

  private List<Scan> scan() throws IOException {
    run.progress().enter(BackupPhase.SCANNING);
    ExcludedNames excluded = new ExcludedNames();
    List<Scan> scans = new ArrayList<>();
    for (Tree tree : directory.trees()) {
      scan(tree, excluded).ifPresent(scans::add);
    }
    excluded.unexpected().forEach(this::leaveOut);
    run.progress()
        .expect(
            scans.stream().mapToLong(Scan::files).sum(),
            scans.stream().mapToLong(Scan::bytes).sum());
    return scans;
  }

  private void leaveOut(String name) {
    leftOut.add(name);
    LOG.warn("Backup {} leaves out {}", run.id(), name);
  }

  /**
   * A tablespace may have been dropped meanwhile; {@link ServerConnection#requireTablespaces} will
   * know.
   */
  private Optional<Scan> scan(Tree tree, ExcludedNames excluded) throws IOException {
    try {
      return Optional.of(Scan.of(tree, excluded, run.guard()));
    } catch (NoSuchFileException vanished) {
      if (tree.top().isEmpty()) {
        throw vanished;
      }
      LOG.debug("The tablespace {} is not there any more", tree.root());
      return Optional.empty();
    }
  }

  private void copy(List<Scan> scans) throws Exception {
    run.progress().enter(BackupPhase.COPYING);
    try (FileDealer dealer = new FileDealer(scans)) {
      WorkerGroup.Work work = () -> new PartWorker(run, dealer).work();
      new WorkerGroup(run.guard())
          .run(
              run.context().executor(),
              Collections.nCopies(run.options().workers(), work),
              this::watch);
    }
  }

  private void watch() throws Exception {
    run.guard().check();
    run.progress().tick();
    long interval = run.options().keepaliveInterval().toNanos();
    if (interval > 0 && System.nanoTime() - pinged > interval) {
      session.ping();
      pinged = System.nanoTime();
    }
  }

  private BackupStop stop() throws SQLException, IOException {
    run.progress().enter(BackupPhase.STOPPING);
    run.guard().check();
    BackupStop stop = session.stop(run.options().archiveTimeout());
    info.stopped(stop);
    stop.requireOneTimeline();
    if (!facts.inRecovery()) {
      session.markEnd(run.id());
    }
    return stop;
  }

  private void finish(FinalPart part) throws Exception {
    run.progress().enter(BackupPhase.FINISHING);
    WorkerGroup.Work work = () -> run.parts().putNext("data", part::write);
    new WorkerGroup(run.guard()).run(run.context().executor(), List.of(work), this::tick);
  }

  private void tick() throws IOException {
    run.guard().check();
    run.progress().tick();
  }

  private @Nullable WalSegmentName awaitWal(BackupStop stop) {
    run.progress().enter(BackupPhase.WAITING_FOR_WAL);
    if (facts.inRecovery()) {
      run.options().primary().ifPresent(this::switchSegment);
    }
    WalArrival arrival = new WalArrival(run, stop, facts.walSegmentSize());
    WalSegmentName missing = arrival.await().orElse(null);
    arrival.warn(missing, facts.inRecovery());
    return missing;
  }

  private void switchSegment(DataSource primary) {
    try {
      new PrimaryServer(primary, run.guard()).switchSegment(directory.control().systemIdentifier());
    } catch (SQLException | IOException | RuntimeException e) {
      LOG.warn("The primary was not asked to switch its WAL segment: {}", e.getMessage());
    }
  }

  private void publish() throws IOException {
    run.progress().enter(BackupPhase.PUBLISHING);
    run.guard().check();
    info.statistics(run.parts().statistics(run.options().workers()));
    announcements.publishDone(info.done(), profile(), run.putOptions());
  }

  private InfoFile.Profile profile() {
    return run.options().hasModernInfo() ? InfoFile.Profile.MODERN : InfoFile.Profile.LEGACY;
  }

  private RuntimeException failed(Throwable thrown) {
    run.guard().stop();
    BarmanException error =
        Failures.of(run.id(), run.progress().phase(), thrown, run.options().cancellation());
    session.close();
    BackupInfo failed = info.failed(failureText(thrown));
    new Undo(run, announcements).run(failed, profile(), error);
    run.progress().failed(run.id(), error);
    return error;
  }

  private static String failureText(Throwable thrown) {
    String why =
        thrown instanceof OperationCancelledException ? "cancelled" : Failures.oneLine(thrown);
    return "failure uploading data (" + why + ")";
  }
}
