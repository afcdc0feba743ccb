/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.status.ArchiveStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program that tells what an archive is good for. */
@Command(
    description =
        "Tells what can be recovered, which backups there are, what WAL is missing, and what all"
            + " that takes up.")
final class StatusCommand extends StoreCommand {

  @Mixin FormatOption format = new FormatOption();

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      defaultValue = "72",
      description = "Width of the picture of the timelines; 72 by default, 0 for none.")
  int width = 72;

  @Override
  void check(Invocation call) {
    format.check();
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> status(call, server));
  }

  private int status(Invocation call, BarmanServer server) {
    ArchiveStatus status = server.status();
    call.out().print(format.isJson() ? status.toJson() + "\n" : text(status));
    return ExitCode.DONE;
  }

  private String text(ArchiveStatus status) {
    String picture = width == 0 ? "" : status.picture(width);
    return status.describe() + (picture.isEmpty() ? "" : "\n" + picture);
  }
}
