/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The programs by name. */
enum Tool {
  AGENT("barman-cloud-agent"),
  BACKUP("barman-cloud-backup"),
  BACKUP_DELETE("barman-cloud-backup-delete"),
  BACKUP_KEEP("barman-cloud-backup-keep"),
  BACKUP_LIST("barman-cloud-backup-list"),
  BACKUP_SHOW("barman-cloud-backup-show"),
  CHANGE_OWNER("barman-cloud-change-owner"),
  CHECK_WAL_ARCHIVE("barman-cloud-check-wal-archive"),
  COPY("barman-cloud-copy"),
  RESTORE("barman-cloud-restore"),
  STATUS("barman-cloud-status"),
  TIDY("barman-cloud-tidy"),
  VERIFY("barman-cloud-verify"),
  WAL_ARCHIVE("barman-cloud-wal-archive"),
  WAL_RESTORE("barman-cloud-wal-restore");

  private final String program;

  Tool(String program) {
    this.program = program;
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
    return switch (this) {
      case AGENT -> new AgentCommand();
      case BACKUP -> new BackupCommand();
      case BACKUP_DELETE -> new BackupDeleteCommand();
      case BACKUP_KEEP -> new BackupKeepCommand();
      case BACKUP_LIST -> new BackupListCommand();
      case BACKUP_SHOW -> new BackupShowCommand();
      case CHANGE_OWNER -> new ChangeOwnerCommand();
      case CHECK_WAL_ARCHIVE -> new CheckWalArchiveCommand();
      case COPY -> new CopyCommand();
      case RESTORE -> new RestoreCommand();
      case STATUS -> new StatusCommand();
      case TIDY -> new TidyCommand();
      case VERIFY -> new VerifyCommand();
      case WAL_ARCHIVE -> new WalArchiveCommand();
      case WAL_RESTORE -> new WalRestoreCommand();
    };
  }
}
