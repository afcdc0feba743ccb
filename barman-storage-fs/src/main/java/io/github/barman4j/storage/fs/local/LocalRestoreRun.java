/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.internal.work.SafeListener;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreDurability;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One restore, over whatever its targets hold. The control file is the first that goes and the last
 * that comes: a directory without it is refused by PostgreSQL, whenever the restore is killed.
 */
final class LocalRestoreRun {

  private static final int GROUP_READS = 0050;
  private static final int OWNER = 0700;
  private static final int OWNER_AND_GROUP = 0750;

  private final LocalContext context;
  private final Restore core;
  private final RestorePlan plan;
  private final RestoreOptions options;
  private final List<RestoreRoot> roots;

  LocalRestoreRun(LocalContext context, Restore core, RestorePlan plan, RestoreOptions options) {
    this.context = context;
    this.core = core;
    this.plan = plan;
    this.options = options;
    this.roots = RestoreRoots.of(context.directory(), plan.backup(), options);
  }

  List<RestoreRoot> roots() {
    return roots;
  }

  List<Path> targets() {
    return roots.stream().map(RestoreRoot::target).toList();
  }

  private Path data() {
    return options.dataDirectory();
  }

  /** Notes what the restore would do. */
  DeltaPlan record(FileComparison comparison) throws IOException {
    MergeRecorder recorder = new MergeRecorder();
    parallel(new TreeMerge(roots, comparison, recorder));
    RestoreRoot root = roots.get(0);
    recorder.write(
        TreeEntry.of(root.controlFile(), ControlFile.NAME), root.targetOf(ControlFile.NAME));
    return recorder.toPlan(data());
  }

  /**
   * Restores; leaves what it wrote if it fails.
   *
   * @param guard of what is written
   */
  RestoreResult run(FileComparison comparison, UnaryOperator<MergeSink> guard) throws IOException {
    Instant begin = context.clock().instant();
    SafeListener listener = SafeListener.of(options.listener());
    for (RestoreRoot root : roots) {
      Files.createDirectories(root.target());
      Files.setPosixFilePermissions(root.target(), directoryMode());
    }
    try (TargetSync sync = new TargetSync(targets())) {
      MergeWriter writer = writer(sync.durability(), listener);
      withdrawControlFile();
      phase(listener, "copying the files of backup " + plan.backup().id());
      parallel(new TreeMerge(roots, comparison, guard.apply(writer)));
      List<String> warnings = new ArrayList<>();
      List<String> unproved = complete(writer, warnings);
      if (options.durability() == RestoreDurability.SYNCED) {
        phase(listener, "syncing");
        sync.finish(this::parallel);
      }
      long staged = core.finish(plan, options);
      Duration elapsed = Duration.between(begin, context.clock().instant());
      return new RestoreResult(
          data(),
          writer.files(),
          writer.bytes(),
          staged,
          options.archiving(),
          elapsed,
          unproved,
          List.of(),
          warnings);
    }
  }

  private MergeWriter writer(Durability durability, SafeListener listener) throws IOException {
    return new MergeWriter(
        directoryMode(), durability, options.cancellation(), listener, plan.bytes());
  }

  /** Returns what could not be proved, before settings are changed that a manifest has sizes of. */
  private List<String> complete(MergeWriter writer, List<String> warnings) throws IOException {
    warnings.addAll(writer.warnings());
    writeControlFile(writer);
    writeOrigin(requireStillWhole());
    List<String> unproved = new LocalProof(plan.backup(), roots).run();
    warnings.addAll(RestoredSettings.disarm(data(), options.archiving()));
    return unproved;
  }

  private Set<PosixFilePermission> directoryMode() throws IOException {
    int mode = TreeEntry.of(roots.get(0).source(), "").owner().mode();
    boolean group = (mode & GROUP_READS) == GROUP_READS;
    return FileTraits.permissions(group ? OWNER_AND_GROUP : OWNER);
  }

  private void withdrawControlFile() throws IOException {
    Path global = DurableFiles.parent(data().resolve(ControlFile.NAME));
    if (Files.isDirectory(global, LinkOption.NOFOLLOW_LINKS)) {
      DurableFiles.delete(data().resolve(ControlFile.NAME));
      DurableFiles.delete(data().resolve(Restore.WITHHELD_CONTROL_FILE));
    } else if (Files.isSymbolicLink(global)) {
      DurableFiles.delete(global);
    }
  }

  /** A deletion says so before the first file goes, so that what was copied before is all. */
  private byte[] requireStillWhole() throws IOException {
    BackupId id = plan.backup().id();
    byte[] text = context.metadata().content(id).orElseThrow(() -> deleted(id));
    boolean going = context.annotations().find(id, DeletionMark.ANNOTATION).isPresent();
    if (going || !InfoFile.parse(id, text).status().isRestorable()) {
      throw deleted(id);
    }
    return text;
  }

  private static UnknownBackupException deleted(BackupId id) {
    return new UnknownBackupException(
        "Backup " + id + " was deleted while it was restored. Restore another one");
  }

  private void writeControlFile(MergeWriter writer) throws IOException {
    Path source = roots.get(0).controlFile();
    try {
      writer.write(
          TreeEntry.of(source, ControlFile.NAME), data().resolve(Restore.WITHHELD_CONTROL_FILE));
    } catch (NoSuchFileException absent) {
      throw new CorruptArchiveException(
          "Backup "
              + plan.backup().id()
              + " has no "
              + ControlFile.NAME
              + ": PostgreSQL could not start from it. Choose another backup",
          absent);
    }
  }

  /** What a later delta restore believes depends on it, as with Barman's. */
  private void writeOrigin(byte[] text) throws IOException {
    DurableFiles.write(data().resolve(RestoreRoot.ORIGIN), text);
  }

  private void phase(SafeListener listener, String name) {
    options.cancellation().throwIfCancelled();
    listener.phase(name);
  }

  private void parallel(Iterator<ParallelTasks.Task> tasks) throws IOException {
    try {
      new ParallelTasks(tasks, options.cancellation()).run(context.executor(), options.workers());
    } catch (UncheckedIOException e) {
      throw ViewFailures.unwrap(e);
    }
  }
}
