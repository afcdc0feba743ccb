/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.manifest.ManifestComparison;
import io.github.barman4j.internal.manifest.ManifestFile;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.restore.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proves restored directories by the backup's manifest, names and sizes. Checksums are not
 * compared: the kernel copies the files or shares their blocks, and reading them again would take
 * as long as a restore without that. For one thread.
 */
final class LocalProof implements ManifestComparison.Restored {

  private static final String OTHERWISE =
      "what could be proved is that each file of the backup's directory was restored whole";
  private static final String UNREAD =
      "Checksums of files and of data pages were not compared, because the files are not read; to"
          + " have them read, verify the backup";

  private final BackupInfo info;
  private final List<RestoreRoot> roots;

  /**
   * Prepares a proof.
   *
   * @param roots the data directory and then the tablespaces, in the order of the metadata
   */
  LocalProof(BackupInfo info, List<RestoreRoot> roots) {
    this.info = info;
    this.roots = List.copyOf(roots);
  }

  /**
   * Compares, and returns what could not be proved. The settings must be as they are in the backup.
   *
   * @throws CorruptArchiveException if files are missing or have another size
   */
  List<String> run() throws IOException {
    Path manifest = roots.get(0).targetOf(ManifestReader.NAME);
    List<String> unproved =
        new ArrayList<>(new ManifestComparison(info, this, OTHERWISE).run(manifest));
    unproved.add(UNREAD);
    return unproved;
  }

  @Override
  public Optional<Path> find(String name) {
    requireBelow(name);
    if (name.equals(ControlFile.NAME)) {
      return Optional.of(roots.get(0).target().resolve(Restore.WITHHELD_CONTROL_FILE));
    }
    for (int i = 0; i < info.tablespaces().size(); i++) {
      Tablespace tablespace = info.tablespaces().get(i);
      String prefix = "pg_tblspc/" + tablespace.oid() + "/";
      if (name.startsWith(prefix)) {
        return find(roots.get(1 + i), name.substring(prefix.length()));
      }
    }
    return find(roots.get(0), name);
  }

  private static Optional<Path> find(RestoreRoot root, String name) {
    int slash = name.indexOf('/');
    boolean restored =
        root.isRestored(name) && (slash < 0 || root.isRestored(name.substring(0, slash)));
    return restored ? Optional.of(MemberPaths.resolve(root.target(), name)) : Optional.empty();
  }

  private void requireBelow(String name) {
    if (name.startsWith("/") || name.indexOf('\0') >= 0 || ("/" + name + "/").contains("/../")) {
      throw new CorruptArchiveException(
          "The backup_manifest of backup "
              + info.id()
              + " names a file outside of the data directory. Choose another backup");
    }
  }

  @Override
  public boolean isSame(Path file, ManifestFile expected) {
    return true;
  }
}
