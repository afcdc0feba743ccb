/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.owner.OwnerChangePlan;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program that hands an archive to another cluster. */
@Command(
    description =
        "Hands the archive to another cluster, as to the one that pg_upgrade has made: says which"
            + " WAL will collide, moves the histories of the former owner aside, and changes the"
            + " owner.")
final class ChangeOwnerCommand extends StoreCommand {

  @Mixin FormatOption format = new FormatOption();

  @Option(
      names = "--system-identifier",
      paramLabel = "NUMBER",
      required = true,
      description = "Of the cluster that is to own the archive, as pg_controldata prints it.")
  String cluster = "";

  @Option(
      names = "--first-wal",
      paramLabel = "SEGMENT",
      defaultValue = "000000010000000000000001",
      description =
          "First WAL segment that the cluster archives, from which on names can collide;"
              + " 000000010000000000000001 by default.")
  String first = "000000010000000000000001";

  @Option(names = "--dry-run", description = "Print what would be done, and change nothing.")
  boolean dryRun;

  @Override
  void check(Invocation call) {
    format.check();
    try {
      SystemIdentifier.parse(cluster);
      WalSegmentName.parse(first);
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument --system-identifier or --first-wal: " + e.getMessage());
    }
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> change(call, server));
  }

  private int change(Invocation call, BarmanServer server) {
    OwnerChangePlan plan =
        server.ownerChange().plan(SystemIdentifier.parse(cluster), WalSegmentName.parse(first));
    call.out().print((format.isJson() ? plan.toJson() : plan.describe()) + "\n");
    if (!dryRun) {
      server.ownerChange().apply(plan);
    }
    return ExitCode.DONE;
  }
}
