/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program without a command. */
@Command(
    name = "local-backup",
    description = {
      "Backs up PostgreSQL on its own host, as Barman's local-rsync does, and without rsync.",
      "What is to be done is in barman.conf; start it as the owner of the data directory."
    },
    subcommands = {
      ArchiveWalCommand.class,
      BackupCommand.class,
      CheckCommand.class,
      DeleteCommand.class,
      GetWalCommand.class,
      KeepCommand.class,
      ListCommand.class,
      RebuildCatalogueCommand.class,
      RestoreCommand.class,
      RetentionCommand.class,
      VerifyCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done; of check: nothing failed.",
      "1:Failed; of check, verify: something is wrong.",
      "2:The command line is wrong.",
      "3:The configuration is wrong, or the user.",
      "4:Somebody else works on the server's directory.",
      "5:Cancelled, by a signal."
    },
    mixinStandardHelpOptions = true,
    version = "local-backup 0.1.0-SNAPSHOT")
final class LocalBackupProgram implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command is to be run");
  }
}
