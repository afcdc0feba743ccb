/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.server.ControlFileBytes;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.ExcludedNames;
import io.github.barman4j.internal.server.Exclusions;
import io.github.barman4j.internal.server.Scan;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.work.Failures;
import io.github.barman4j.internal.work.WorkerGroup;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends a backup that lies in a directory of a Barman server. For one thread. */
final class RelayJob {

  private final BackupJob job;
  private final ArchiveOwner owner;
  private final BarmanDirectory source;
  private final ServerLayout layout;

  RelayJob(BackupJob job, ArchiveOwner owner, BarmanDirectory source) {
    this.job = job;
    this.owner = owner;
    this.source = source;
    this.layout = new ServerLayout(job.context().serverName());
  }

  BackupInfo run() {
    job.progress().enter(BackupPhase.SCANNING);
    try {
      byte[] text = RelayedInfo.of(source.id(), Files.readAllBytes(source.info()));
      BackupInfo info = InfoFile.parse(source.id(), text);
      requirePlain(info);
      ControlFileBytes control = ControlFileBytes.read(source.directory().resolve(PartName.DATA));
      owner.claim(control.content().systemIdentifier());
      if (!isThere(text)) {
        send(new Content(info, control), text);
      }
      return info;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What is sent. */
  private record Content(BackupInfo info, ControlFileBytes control) {}

  private static void requirePlain(BackupInfo info) {
    info.find(BackupField.COMPRESSION)
        .ifPresent(
            compression -> {
              throw new UnsupportedFormatException(
                  "Backup "
                      + info.id()
                      + " is compressed with "
                      + compression
                      + " by Barman; only one that is not can be sent on");
            });
  }

  private BarmanException failure(Throwable thrown) {
    return Failures.of(source.id(), job.progress().phase(), thrown, job.options().cancellation());
  }

  private boolean isThere(byte[] text) throws IOException {
    Optional<byte[]> found = ObjectStores.find(store(), infoKey(), InfoFile.MAX_BYTES);
    if (found.isPresent() && !Arrays.equals(found.get(), text)) {
      throw new IOException(
          "another backup with this id is in the archive already: " + infoKey() + " differs");
    }
    return found.isPresent();
  }

  private ObjectStore store() {
    return job.context().store();
  }

  private ObjectKey infoKey() {
    return layout.backupInfo(source.id());
  }

  private void send(Content content, byte[] text) throws IOException {
    removeRemains();
    Announcements announcements = new Announcements(store(), layout);
    announcements.noteRunning(content.info(), job.options().tags());
    BackupRun run = newRun(content);
    job.progress().started(source.id());
    try {
      copy(run, content);
      job.progress().enter(BackupPhase.PUBLISHING);
      job.guard().check();
      announcements.publish(source.id(), text, run.putOptions());
    } catch (Exception | Error e) {
      job.guard().stop();
      BarmanException error = failure(e);
      new Undo(run, announcements).removeParts(error);
      job.progress().failed(source.id(), error);
      throw error;
    }
    announcements.removeNote(source.id());
    job.progress().done(content.info());
  }

  /** A part of an earlier attempt, compressed otherwise, would count instead of a new one. */
  private void removeRemains() throws IOException {
    try (Stream<ObjectKey> keys =
        ObjectStores.walk(store(), ListRequest.prefix(layout.backupPrefix(source.id())))
            .map(object -> object.key())
            .filter(key -> PartName.find(key.lastName()).isPresent())) {
      Set<ObjectKey> remains = keys.collect(Collectors.toSet());
      if (!remains.isEmpty()) {
        store().delete(remains).throwIfIncomplete();
      }
    }
  }

  private BackupRun newRun(Content content) throws IOException {
    Ownership ownership = Ownership.of(source.directory().resolve(PartName.DATA));
    return new BackupRun(
        job, source.id(), ownership, job.manifest(version(content), content.control().content()));
  }

  private static PostgresVersion version(Content content) throws IOException {
    return content
        .info()
        .version()
        .orElseThrow(() -> new IOException("backup.info does not say which version PostgreSQL is"));
  }

  private void copy(BackupRun run, Content content) throws Exception {
    List<Scan> scans = scan(content);
    job.progress()
        .expect(
            scans.stream().mapToLong(Scan::files).sum(),
            scans.stream().mapToLong(Scan::bytes).sum());
    job.progress().enter(BackupPhase.COPYING);
    try (FileDealer dealer = new FileDealer(scans)) {
      work(() -> new PartWorker(run, dealer).work(), job.options().workers());
    }
    job.progress().enter(BackupPhase.FINISHING);
    RelayFinalPart last =
        new RelayFinalPart(run, source.directory().resolve(PartName.DATA), content.control());
    work(() -> run.parts().putNext(PartName.DATA, last::write), 1);
  }

  private void work(WorkerGroup.Work work, int workers) throws Exception {
    ServerContext context = job.context();
    new WorkerGroup(job.guard())
        .run(
            context.executor(),
            java.util.Collections.nCopies(workers, work),
            () -> {
              job.guard().check();
              job.progress().tick();
            });
  }

  private List<Scan> scan(Content content) throws IOException {
    ExcludedNames excluded = new ExcludedNames();
    List<Scan> scans = new ArrayList<>();
    for (Tree tree : trees(content)) {
      scans.add(Scan.of(tree, excluded, job.guard()));
    }
    return scans;
  }

  /** Links in pg_tblspc, if Barman kept them, lead to the server that was backed up. */
  private List<Tree> trees(Content content) throws IOException {
    List<Tablespace> tablespaces = content.info().tablespaces();
    Set<String> links =
        tablespaces.stream()
            .map(tablespace -> Exclusions.PG_TBLSPC + "/" + tablespace.oid())
            .collect(Collectors.toSet());
    Path data = source.directory().resolve(PartName.DATA).toRealPath();
    List<Tree> trees = new ArrayList<>();
    trees.add(new Tree(PartName.DATA, data, "", "", Set.of(), links));
    String top = DataDirectory.top(version(content), content.control().content());
    for (Tablespace tablespace : tablespaces) {
      String oid = Long.toString(tablespace.oid());
      Path root = source.directory().resolve(oid).resolve(top).toRealPath();
      String prefix = Exclusions.PG_TBLSPC + "/" + oid + "/";
      trees.add(new Tree(oid, root, top + "/", prefix, Set.of(), Set.of()));
    }
    return trees;
  }
}
