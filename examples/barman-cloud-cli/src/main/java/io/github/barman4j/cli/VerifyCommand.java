/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that verifies a backup where it lies. */
@Command(
    description =
        "Reads a backup and the WAL that it needs, restores nothing, and tells every problem.")
final class VerifyCommand extends StoreCommand {

  @Parameters(
      index = "2",
      paramLabel = "backup_id",
      description = "Id or name of the backup, or latest, oldest.")
  String backup = "";

  @Mixin FormatOption format = new FormatOption();

  @Option(
      names = {"-J", "--jobs"},
      paramLabel = "N",
      description = "Parts read at the same time; by default one per processor, at least 2.")
  @Nullable Integer jobs;

  @Option(names = "--no-wal", description = "Leave out the WAL that the backup needs.")
  boolean noWal;

  @Option(names = "--no-pages", description = "Leave out the checksums of data pages.")
  boolean noPages;

  @Override
  void check(Invocation call) {
    format.check();
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> verify(call, server));
  }

  private int verify(Invocation call, BarmanServer server) {
    VerificationReport report = server.verify(Backups.get(server, backup).id(), options());
    call.out().print(format.isJson() ? report.toJson() + "\n" : report.describe());
    return report.isSound() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private VerifyOptions options() {
    VerifyOptions.Builder options = VerifyOptions.builder();
    if (jobs != null) {
      options.workers(jobs);
    }
    if (noWal) {
      options.withoutWal();
    }
    return noPages ? options.withoutPages().build() : options.build();
  }
}
