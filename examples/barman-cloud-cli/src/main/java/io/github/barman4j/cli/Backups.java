/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;

/** Finds the backup that a word on the command line means. */
final class Backups {

  private Backups() {}

  /**
   * Returns the backup.
   *
   * @throws ToolException with 1 if there is none with the id, with 4 if none has the name
   */
  static BackupInfo get(BarmanServer server, String word) {
    BackupSelector selector = selector(word);
    try {
      return server.backups().get(selector);
    } catch (UnknownBackupException e) {
      boolean byId = selector instanceof BackupSelector.Id;
      throw new ToolException(byId ? ExitCode.FAILED : ExitCode.OTHER, e);
    }
  }

  static BackupSelector selector(String word) {
    try {
      return BackupSelector.parse(word);
    } catch (IllegalArgumentException e) {
      throw new ToolException(ExitCode.OTHER, String.valueOf(e.getMessage()));
    }
  }
}
