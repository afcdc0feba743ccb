/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.catalog.BackupSelector;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A command for one backup. */
abstract class OneBackupCommand extends ServerCommand {

  @Parameters(
      index = "1",
      paramLabel = "BACKUP",
      description = "Its id or name, or latest, oldest, last-failed.")
  String backup = "";

  /** Returns the backup that is meant. */
  final BackupSelector selector() {
    try {
      return BackupSelector.parse(backup);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
