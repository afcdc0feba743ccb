/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.cli.log.StderrLog;
import io.github.barman4j.tidy.TidyPlan;
import io.github.barman4j.tidy.TidyResult;
import java.time.Duration;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program that removes what runs that were killed left. */
@Command(
    description =
        "Removes what runs that were killed left: open uploads, temporary files, empty directories"
            + " and notes of backups that run no more. Never a backup, and nothing that was touched"
            + " within the grace time.")
final class TidyCommand extends StoreCommand {

  @Mixin FormatOption format = new FormatOption();

  @Option(
      names = "--grace-hours",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "For how long nothing was done with what goes; 24 by default, at least 1.")
  int graceHours = 24;

  @Option(names = "--dry-run", description = "Print what would go and why, and remove nothing.")
  boolean dryRun;

  @Override
  void check(Invocation call) {
    format.check();
    if (graceHours < 1) {
      throw new UsageException("argument --grace-hours: at least 1, got " + graceHours);
    }
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> tidy(call, server));
  }

  private int tidy(Invocation call, BarmanServer server) {
    TidyPlan plan = server.tidy().plan(Duration.ofHours(graceHours));
    call.out().print((format.isJson() ? plan.toJson() : plan.describe()) + "\n");
    return dryRun ? ExitCode.DONE : applied(server.tidy().apply(plan));
  }

  private static int applied(TidyResult result) {
    result
        .failed()
        .forEach((item, why) -> StderrLog.write(Level.ERROR, item.name() + " stays: " + why));
    return result.failed().isEmpty() ? ExitCode.DONE : ExitCode.OTHER;
  }
}
