/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.storage.fs.local.CheckReport;
import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Looks whether all is well. */
@Command(
    name = "check",
    description =
        "Looks whether the server can be backed up, and its backups are what they should be.")
final class CheckCommand extends ServerCommand {

  private static final Logger LOG = LoggerFactory.getLogger(CheckCommand.class);

  /** A check is for looking at everything. */
  @Override
  boolean isTold(Severity severity) {
    return true;
  }

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) throws IOException {
    DataSource postgres = postgres(settings);
    requireOwner(postgres);
    CheckReport report =
        server.check().check(settings.checkOptions().toBuilder().dataSource(postgres).build());
    print(report.describe(), report.toJson());
    return ExitCode.of(report.isOk());
  }

  private static void requireOwner(DataSource postgres) throws IOException {
    try {
      Ownership.require(DataDirectory.of(postgres));
    } catch (SQLException e) {
      LOG.info("The report says that PostgreSQL does not answer: {}", e.getMessage());
    }
  }
}
