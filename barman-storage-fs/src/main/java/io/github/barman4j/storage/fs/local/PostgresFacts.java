/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running PostgreSQL says of itself.
 *
 * @param version as {@code server_version_num}
 * @param inRecovery it is a standby
 * @param missingPrivileges what the user may not do that a backup needs; empty if all is granted
 * @param dataDirectory where its files are; null if the user may not know
 * @param tablespaces where tablespaces outside of it are
 * @param systemIdentifier of the cluster
 * @param clusterBytes of all tablespaces; null if the user may not know
 * @param archiving how it archives
 */
record PostgresFacts(
    int version,
    boolean inRecovery,
    List<String> missingPrivileges,
    @Nullable Path dataDirectory,
    List<Path> tablespaces,
    SystemIdentifier systemIdentifier,
    @Nullable Long clusterBytes,
    Archiving archiving) {

  PostgresFacts {
    missingPrivileges = List.copyOf(missingPrivileges);
    tablespaces = List.copyOf(tablespaces);
  }

  /**
   * How it archives WAL.
   *
   * @param walLevel the setting
   * @param mode {@code archive_mode}
   * @param command {@code archive_command}; null if the user may not know
   * @param library {@code archive_library}, empty if there is none
   * @param archived how many files were archived
   * @param failed how many attempts failed
   * @param failedSince the last attempt that is known to have ended failed
   * @param lastFailedWal the file of the last failure; null if there was none
   */
  record Archiving(
      String walLevel,
      String mode,
      @Nullable String command,
      String library,
      long archived,
      long failed,
      boolean failedSince,
      @Nullable String lastFailedWal) {

    boolean isOn() {
      return mode.equals("on") || mode.equals("always");
    }

    /** Tells whether the last attempt went well; histories may fail when they are there already. */
    boolean isWorking() {
      return isOn() && (!failedSince || isHistory());
    }

    private boolean isHistory() {
      return Optional.ofNullable(lastFailedWal)
          .flatMap(WalFileName::find)
          .filter(WalFileName.History.class::isInstance)
          .isPresent();
    }
  }
}
