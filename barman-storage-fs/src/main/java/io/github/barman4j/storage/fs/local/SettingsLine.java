/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.settings.ConfigurationLine;
import io.github.barman4j.restore.RestoredArchiving;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A line of a configuration file of a cluster that is restored.
 *
 * @param line as it stands there, with its end
 * @param name of the setting in lower case, empty if the line sets none
 * @param value without quotes and comment
 */
record SettingsLine(String line, String name, String value) {

  /** What Barman puts before a line that it takes out. */
  private static final String TAKEN_OUT = "#BARMAN#";

  private static final String ARCHIVE_COMMAND = "archive_command";
  private static final String ARCHIVE_LIBRARY = "archive_library";
  private static final String AUTO = "postgresql.auto.conf";
  private static final String RECOVERY_TARGET = "recovery_target";
  private static final String CONNECTION = "primary_conninfo";

  /** Written anew by a restore, in the file that wins. */
  private static final Set<String> OF_RECOVERY =
      Set.of("restore_command", "recovery_end_command", "archive_cleanup_command");

  private static final Set<String> OUTSIDE =
      Set.of(
          "data_directory",
          "config_file",
          "hba_file",
          "ident_file",
          "external_pid_file",
          "ssl_cert_file",
          "ssl_key_file",
          "ssl_ca_file",
          "ssl_crl_file",
          "ssl_crl_dir",
          "unix_socket_directory",
          "unix_socket_directories",
          "include",
          "include_dir",
          "include_if_exists",
          "primary_slot_name",
          CONNECTION);

  /** Reads a line. */
  static SettingsLine parse(String line) {
    ConfigurationLine parsed = ConfigurationLine.parse(line);
    return new SettingsLine(line, parsed.name(), parsed.value());
  }

  /** Returns the lines to stand there instead in a file of this name. */
  List<String> disarmed(String file, RestoredArchiving archiving) {
    boolean silenced = archiving == RestoredArchiving.OFF;
    if (silenced && name.equals(ARCHIVE_COMMAND)) {
      return List.of(takenOut(), ARCHIVE_COMMAND + " = false\n");
    } else if (silenced && name.equals(ARCHIVE_LIBRARY) && !value.isEmpty()) {
      return List.of(takenOut(), ARCHIVE_LIBRARY + " = ''\n");
    }
    boolean replaced = file.equals(AUTO) && OF_RECOVERY.contains(name);
    boolean target = name.equals(RECOVERY_TARGET) || name.startsWith(RECOVERY_TARGET + "_");
    return List.of(replaced || target ? takenOut() : line);
  }

  private String takenOut() {
    return TAKEN_OUT + line + (line.endsWith("\n") ? "" : "\n");
  }

  /** Returns why a person should look at the line in a file of this name; empty if nothing is. */
  Optional<String> danger(String file) {
    if (OUTSIDE.contains(name) && !value.isEmpty()) {
      String shown = name.equals(CONNECTION) ? "(not shown)" : "'" + value + "'";
      return Optional.of(name + " = " + shown + " may lead to what is not this cluster's");
    } else if (OF_RECOVERY.contains(name) && !file.equals(AUTO) && !value.isEmpty()) {
      return Optional.of(name + " = '" + value + "' is left over from an earlier recovery");
    }
    return Optional.empty();
  }
}
