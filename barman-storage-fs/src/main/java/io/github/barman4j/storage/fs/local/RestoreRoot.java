/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.targets.TargetDirectory;
import io.github.barman4j.postgres.ControlFile;
import java.nio.file.Path;
import java.util.Set;

/**
 * A directory of a backup and where it is restored.
 *
 * @param source in the backup
 * @param target absolute
 * @param backup whose directory it is
 * @param isData whether it is the data directory, not a tablespace
 */
record RestoreRoot(Path source, Path target, BackupId backup, boolean isData) {

  /** What a restored data directory was made from: Barman's file, the backup's metadata. */
  static final String ORIGIN = ".barman-recover.info";

  private static final String MANIFEST = "backup_manifest";
  private static final Set<String> LEFT_OUT =
      Set.of(
          RunningServer.PID_FILE,
          "recovery.conf",
          "recovery.signal",
          "standby.signal",
          "tablespace_map",
          ORIGIN,
          ControlFile.NAME);

  /** In {@code pg_tblspc}, what a backup has are tablespaces in place; links are made anew. */
  private static final Set<String> EMPTIED = Set.of("log", "pg_log", "pg_wal", "pg_xlog");

  private static final Set<String> SPARED = Set.of("lost+found", TargetDirectory.CLAIM);

  /** Tells whether what has this name in the backup is restored with all the others. */
  boolean isRestored(String name) {
    int slash = name.indexOf('/');
    boolean emptied = slash > 0 && EMPTIED.contains(name.substring(0, slash));
    return !SPARED.contains(name) && (!isData || !(emptied || LEFT_OUT.contains(name)));
  }

  /** Tells whether what has this name at the target stays, though the backup does not have it. */
  boolean isSpared(String name) {
    return SPARED.contains(name) || (isData && name.equals(ORIGIN));
  }

  /**
   * Returns where something is restored. A manifest gets the backup's id, as with Barman: it is not
   * true of a directory whose settings are changed.
   */
  Path targetOf(String name) {
    boolean manifest = isData && name.equals(MANIFEST);
    return target.resolve(manifest ? MANIFEST + "." + backup : name);
  }

  /** Returns the control file of the backup. */
  Path controlFile() {
    return source.resolve(ControlFile.NAME);
  }
}
