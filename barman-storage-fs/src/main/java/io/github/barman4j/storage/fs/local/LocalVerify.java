/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.verify.BackupVerifier;
import io.github.barman4j.verify.Problem;
import io.github.barman4j.verify.Problem.Kind;
import io.github.barman4j.verify.Problem.Severity;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies backups in a server directory: every file is read, and checked against all there is to
 * check it with: page checksums, a {@code backup_manifest} if there is one, the control file, the
 * WAL. Works on Barman's own backups, and writes nothing. Thread-safe; there is nothing to close.
 */
public final class LocalVerify {

  /** Metadata may count itself and annotations, as they were when the size was taken. */
  private static final long TOLERANCE = 64 << 10;

  private static final String MANIFEST = "backup_manifest";

  private final LocalContext context;
  private final ServerContext archive;

  LocalVerify(LocalContext context) {
    this.context = context;
    this.archive =
        new ServerContext(
            new ServerDirectoryStore(context),
            context.serverName(),
            context.executor(),
            context.clock());
  }

  /**
   * Verifies a backup.
   *
   * @return what was checked and every problem found; problems are no exceptions
   * @throws UnknownBackupException if there is no such backup
   * @throws StorageFailedException if a file cannot be read
   * @throws OperationCancelledException if the options' token is cancelled or the thread is
   *     interrupted
   */
  public VerificationReport verify(BackupId id, VerifyOptions options) {
    VerificationReport report = new BackupVerifier(archive).verify(id, options);
    try {
      Optional<BackupInfo> info = KnownBackups.find(context.metadata(), id);
      if (info.isEmpty() || !KnownBackups.isWhole(info.get())) {
        return report;
      }
      List<Problem> problems = new ArrayList<>(report.problems());
      checkFiles(info.get(), problems);
      return new VerificationReport(id, report.counts(), problems, report.notes());
    } catch (IOException e) {
      throw new StorageFailedException(
          "Cannot read the files of backup " + id + " in " + context.directory().backup(id), e);
    }
  }

  private void checkFiles(BackupInfo info, List<Problem> problems) throws IOException {
    ObjectKey key = new ServerLayout(context.serverName()).backupInfo(info.id());
    Path root = context.directory().backup(info.id());
    Path manifest = context.directory().data(info.id()).resolve(MANIFEST);
    Tally tally = new Tally(root, key, problems);
    if (Files.isDirectory(root)) {
      Files.walkFileTree(root, tally);
    }
    long later = Files.exists(manifest) ? Files.size(manifest) : 0;
    Optional<Long> expected = info.find(BackupField.SIZE).map(Long.class::cast);
    boolean differs =
        expected.isPresent() && Math.abs(tally.bytes - expected.get()) > TOLERANCE + later;
    if (differs) {
      String message = "the files have another size than the metadata says";
      problems.add(
          new Problem(
              Severity.WARNING,
              Kind.FILE_SIZE,
              key,
              null,
              message,
              expected.get() + " bytes",
              tally.bytes + " bytes"));
    }
  }

  /** Adds up the files, and finds what is none. */
  private static final class Tally extends SimpleFileVisitor<Path> {
    private final Path root;
    private final ObjectKey key;
    private final List<Problem> problems;
    private long bytes;

    Tally(Path root, ObjectKey key, List<Problem> problems) {
      this.root = root;
      this.key = key;
      this.problems = problems;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        bytes += attributes.size();
        return FileVisitResult.CONTINUE;
      }
      String message = "a backup has only files and directories";
      String actual = attributes.isSymbolicLink() ? "a symbolic link" : "a special file";
      String path = root.relativize(file).toString();
      problems.add(
          new Problem(Severity.WARNING, Kind.UNSAFE_MEMBER, key, path, message, "a file", actual));
      return FileVisitResult.CONTINUE;
    }
  }
}
