/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** How the restored cluster gets the WAL it replays. */
public sealed interface WalDelivery {

  /**
   * Returns the delivery in which everything needed lies in the restored {@code pg_wal}: nothing
   * but PostgreSQL is needed to recover.
   */
  static WalDelivery staged() {
    return new Staged();
  }

  /**
   * Returns the delivery by a command that PostgreSQL runs for each file.
   *
   * @param command with {@code %f} for the file's name and {@code %p} for the path to write
   */
  static WalDelivery restoreCommand(String command) {
    return new RestoreCommand(command);
  }

  /** Everything needed is fetched before PostgreSQL starts. */
  record Staged() implements WalDelivery {}

  /**
   * PostgreSQL fetches while it recovers.
   *
   * @param command its {@code restore_command}
   */
  record RestoreCommand(String command) implements WalDelivery {
    /** Checks that the command names both the file and the path. */
    public RestoreCommand {
      if (!command.contains("%f") || !command.contains("%p")) {
        throw new IllegalArgumentException(
            "A restore_command has %f and %p in it, got '" + command + "'");
      }
      RecoverySettings.requireOneLine("restore_command", command);
    }
  }
}
