/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.internal.settings.ConfigurationFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A data directory that is being made, below one root. */
record RestoredTree(Path root) {

  static final String CONTROL_FILE = "global/pg_control";

  /** What is made directly below the root besides what a backup has. */
  static final List<String> OWN =
      List.of("pg_wal", "pg_tblspc", "postgresql.auto.conf", "recovery.signal");

  private static final long MEBIBYTE = 1 << 20;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Creates a directory and those above it that are absent, for their owner alone. */
  static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, OWNER_ONLY);
    }
  }

  /** Returns where the control file is until the restore is whole. */
  Path withheldControlFile() {
    return root.resolve(Restore.WITHHELD_CONTROL_FILE);
  }

  /** Returns the directory of WAL. */
  Path wal() {
    return root.resolve("pg_wal");
  }

  /** Returns the directory of the links to tablespaces. */
  Path links() {
    return root.resolve("pg_tblspc");
  }

  /** Returns the settings that PostgreSQL itself writes. */
  Path settings() {
    return root.resolve("postgresql.auto.conf");
  }

  /** Returns the file that makes PostgreSQL recover to a target. */
  Path signal() {
    return root.resolve("recovery.signal");
  }

  /** Makes what a backup has no members for, and checks that PostgreSQL can start from the rest. */
  void complete(TablespaceTargets tablespaces) throws IOException {
    require(withheldControlFile(), CONTROL_FILE);
    require(root.resolve("backup_label"), "backup_label");
    createDirectories(wal().resolve("archive_status"));
    createDirectories(links());
    for (Map.Entry<Long, Path> tablespace : tablespaces.byOid().entrySet()) {
      Path link = links().resolve(Long.toString(tablespace.getKey()));
      if (Files.isSymbolicLink(link)) {
        Files.delete(link);
      }
      Files.createSymbolicLink(link, tablespace.getValue());
    }
  }

  private void require(Path file, String name) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new CorruptArchiveException(
          "The backup has no "
              + name
              + ": PostgreSQL could not recover from it."
              + " Choose another backup, and verify this one");
    }
  }

  /** Writes the settings and the signal that make PostgreSQL recover when it is started. */
  void configure(RecoverySettings settings) throws IOException {
    Path file = settings();
    Files.write(file, settings.applyTo(ConfigurationFile.read(file)));
    Files.deleteIfExists(root.resolve("standby.signal"));
    Files.writeString(signal(), "", StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    for (Path own : List.of(file, signal())) {
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Gives the control file its name: from here on the directory is a cluster. */
  void publish() throws IOException {
    Path control = root.resolve(CONTROL_FILE);
    Files.move(withheldControlFile(), control, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    SyncPass.sync(root.resolve("global"), StandardOpenOption.READ);
  }

  /** Returns why writing failed, with the space that is left where that may be the reason. */
  static String reason(Exception cause, Path dataDirectory) {
    String message = String.valueOf(cause.getMessage());
    boolean space = message.contains("No space left") || message.contains("Disk quota");
    Path at =
        cause instanceof FileSystemException e && e.getFile() != null
            ? Path.of(e.getFile())
            : dataDirectory;
    return space ? message + " (" + free(at) + " MiB are free now at " + at + ")" : message;
  }

  private static long free(Path path) {
    try {
      Path existing = path;
      for (Path p = path; p != null && !Files.exists(existing); p = p.getParent()) {
        existing = p;
      }
      return Files.getFileStore(existing).getUsableSpace() / MEBIBYTE;
    } catch (IOException e) {
      return -1;
    }
  }
}
