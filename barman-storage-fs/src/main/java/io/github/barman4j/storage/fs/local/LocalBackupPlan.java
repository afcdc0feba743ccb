/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a local backup would copy if it ran now.
 *
 * @param systemIdentifier of the cluster
 * @param version of the server
 * @param pgData the data directory, symbolic links resolved
 * @param reference the backup whose files would be reused, null for none
 * @param all all files of the backup
 * @param reused those that would be linked to, or copied from, the backup before
 * @param compared those of which only the content would tell whether they can be reused
 * @param copied those that would be copied from the server
 * @param externalFiles configuration files outside the data directory, which are added
 * @param danglingLinks symbolic links to nothing, which are left out; the first 1000
 * @param excluded what else is left out, relative to the data directory or tablespace; the first
 *     1000
 */
public record LocalBackupPlan(
    SystemIdentifier systemIdentifier,
    PostgresVersion version,
    Path pgData,
    @Nullable BackupId reference,
    Amount all,
    Amount reused,
    Amount compared,
    Amount copied,
    List<Path> externalFiles,
    List<String> danglingLinks,
    List<String> excluded) {

  /** Copies the lists. */
  public LocalBackupPlan {
    externalFiles = List.copyOf(externalFiles);
    danglingLinks = List.copyOf(danglingLinks);
    excluded = List.copyOf(excluded);
  }

  /** Returns the backup whose files would be reused, empty if there is none. */
  public Optional<BackupId> referenceBackup() {
    return Optional.ofNullable(reference);
  }

  /**
   * Some files.
   *
   * @param files how many
   * @param bytes what they hold
   */
  public record Amount(long files, long bytes) {

    /** None. */
    public static final Amount NONE = new Amount(0, 0);

    /** Returns these and another file. */
    Amount plus(long size) {
      return new Amount(files + 1, bytes + size);
    }

    /** Returns these and others. */
    Amount plus(Amount other) {
      return new Amount(files + other.files, bytes + other.bytes);
    }
  }
}
