/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that shows what is known of a backup. */
@Command(description = "Shows what is known of a backup.")
final class BackupShowCommand extends StoreCommand {

  @Parameters(
      index = "2",
      paramLabel = "backup_id",
      description = "Id or name of the backup, or latest, oldest, last-failed.")
  String backup = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "console",
      description = "console, for a person, or json; console by default.")
  String format = "console";

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> show(call, server));
  }

  private int show(Invocation call, BarmanServer server) {
    BackupInfo info = Backups.get(server, backup);
    call.out().print(format.equals("console") ? BackupText.of(info) : BackupJson.show(info) + "\n");
    return ExitCode.DONE;
  }
}
