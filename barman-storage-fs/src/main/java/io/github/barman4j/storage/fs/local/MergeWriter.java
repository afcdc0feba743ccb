/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the targets what the backup is. */
final class MergeWriter implements MergeSink {

  private static final Logger LOG = LoggerFactory.getLogger(MergeWriter.class);

  private final Set<PosixFilePermission> directoryMode;
  private final CancellationToken cancellation;
  private final RestoredFiles restored;
  private final RestoreListener listener;
  private final long total;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /**
   * Makes a writer.
   *
   * @param directoryMode of all directories
   * @param durability of the targets
   * @param total bytes that there are, for the listener
   */
  MergeWriter(
      Set<PosixFilePermission> directoryMode,
      Durability durability,
      CancellationToken cancellation,
      RestoreListener listener,
      long total) {
    this.directoryMode = Set.copyOf(directoryMode);
    this.cancellation = cancellation;
    Progress unheard = new Progress(new BackupListener() {});
    this.restored =
        new RestoredFiles(
            new KernelCopy(new Guard(cancellation), unheard, durability), cancellation);
    this.listener = listener;
    this.total = total;
  }

  @Override
  public void directory(Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      warnings.add(
          "%s was a symbolic link to %s; now it is a directory, and what the link led to is as it was"
              .formatted(target, Files.readSymbolicLink(target)));
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(target);
      Files.createDirectory(target, PosixFilePermissions.asFileAttribute(directoryMode));
    }
    Files.setPosixFilePermissions(target, directoryMode);
  }

  @Override
  public void remove(Path target) throws IOException {
    cancellation.throwIfCancelled();
    LOG.debug("Removing {}, which the backup does not have", target);
    DurableFiles.removeTree(target);
  }

  @Override
  public void write(TreeEntry file, Path target) throws IOException {
    cancellation.throwIfCancelled();
    restored.write(file, target);
    files.incrementAndGet();
    bytes.addAndGet(file.size());
    progress(file);
  }

  @Override
  public void adjust(TreeEntry file, Path target) throws IOException {
    RestoredFiles.adjust(file, target);
    progress(file);
  }

  @Override
  public void leave(TreeEntry file, Path target) {
    cancellation.throwIfCancelled();
    progress(file);
  }

  @Override
  public void skip(TreeEntry entry) {
    warnings.add(
        "'"
            + entry.name()
            + "' of the backup is neither a file nor a directory and is not restored");
  }

  private void progress(TreeEntry file) {
    listener.progress(done.addAndGet(file.size()), total);
  }

  /** Returns how many files were written. */
  long files() {
    return files.get();
  }

  /** Returns how many bytes were written. */
  long bytes() {
    return bytes.get();
  }

  /** Returns what a person should know. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
