/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The programs by name. */
enum Tool {
  BACKUP("barman-cloud-backup", BackupCommand::new),
  BACKUP_DELETE("barman-cloud-backup-delete", BackupDeleteCommand::new),
  BACKUP_KEEP("barman-cloud-backup-keep", BackupKeepCommand::new),
  BACKUP_LIST("barman-cloud-backup-list", BackupListCommand::new),
  BACKUP_SHOW("barman-cloud-backup-show", BackupShowCommand::new),
  CHECK_WAL_ARCHIVE("barman-cloud-check-wal-archive", CheckWalArchiveCommand::new),
  RESTORE("barman-cloud-restore", RestoreCommand::new),
  WAL_ARCHIVE("barman-cloud-wal-archive", WalArchiveCommand::new),
  WAL_RESTORE("barman-cloud-wal-restore", WalRestoreCommand::new);

  private final String program;

  @SuppressWarnings("ImmutableEnumChecker") // A constructor.
  private final Supplier<Command> command;

  Tool(String program, Supplier<Command> command) {
    this.program = program;
    this.command = command;
  }

  static Tool named(String program) {
    return Arrays.stream(values())
        .filter(tool -> tool.program.equals(program))
        .findFirst()
        .orElseThrow(() -> unknown(program));
  }

  private static ToolException unknown(String program) {
    return new ToolException(
        ExitCode.USAGE,
        "There is no program '"
            + program
            + "'; there are "
            + Arrays.stream(values()).map(Tool::program).collect(Collectors.joining(", ")));
  }

  String program() {
    return program;
  }

  Command newCommand() {
    return command.get();
  }
}
