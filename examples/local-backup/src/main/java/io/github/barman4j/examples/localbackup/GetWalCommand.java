/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Fetches WAL. */
@Command(
    name = "get-wal",
    description = {
      "Fetches a WAL file, for restore_command = 'local-backup get-wal SERVER %%f %%p'.",
      "The exit code is 1 if it is not there."
    })
final class GetWalCommand extends ServerCommand {

  @Parameters(index = "1", paramLabel = "NAME", description = "The file's name.")
  String name = "";

  @Parameters(index = "2", paramLabel = "DESTINATION", description = "The path to write.")
  Path destination = Path.of("");

  @Option(
      names = {"-P", "--partial"},
      description = "Of a segment that is not complete, what there is.")
  boolean partial;

  @Override
  boolean isTold(Severity severity) {
    return verbose;
  }

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    WalFileName file =
        WalFileName.find(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "'" + name + "' is not the name of a WAL file"));
    Optional<Path> found =
        partial
            ? server.wal().fetchOrPartial(file, destination)
            : server.wal().fetch(file, destination);
    return ExitCode.of(found.isPresent());
  }
}
