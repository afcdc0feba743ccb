/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes what is obsolete. */
@Command(
    name = "retention",
    description = "Deletes the backups that are obsolete, as Barman's cron does, and their WAL.")
final class RetentionCommand extends ServerCommand {

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "Instead of the configured one, such as 'RECOVERY WINDOW OF 7 DAYS'.")
  @Nullable String policy;

  @Option(names = "--dry-run", description = "Only tell what would be deleted, and why.")
  boolean dryRun;

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    RetentionPolicy effective =
        policy == null
            ? settings
                .retentionPolicy()
                .orElseThrow(
                    () ->
                        new ConfigurationException(
                            "Server " + serverName + " has no retention_policy; give --policy"))
            : RetentionPolicy.parse(policy);
    return new Deletion(this, server).run(server.retention().plan(effective), dryRun);
  }
}
