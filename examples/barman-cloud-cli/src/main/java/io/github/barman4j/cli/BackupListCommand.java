/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupJson;
import io.github.barman4j.catalog.BackupListing;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program that lists the backups of a server. */
@Command(description = "Lists the backups of a server.")
final class BackupListCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(BackupListCommand.class);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "console",
      description = "console, for a person, or json; console by default.")
  String format = "console";

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> list(call, server));
  }

  private int list(Invocation call, BarmanServer server) {
    BackupListing listing = server.backups().list();
    listing.unreadable().forEach(one -> LOG.warn("Left out: {}", one.cause().getMessage()));
    List<BackupInfo> backups = listing.backups();
    call.out()
        .print(
            format.equals("console")
                ? new BackupTable(server.backups()).of(backups)
                : BackupJson.list(backups) + "\n");
    return ExitCode.DONE;
  }
}
