/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.storage.fs.local.LocalRetentionPlan;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes a backup. */
@Command(
    name = "delete",
    description = "Deletes a backup, and the WAL that no other backup needs then.")
final class DeleteCommand extends OneBackupCommand {

  @Option(names = "--dry-run", description = "Only tell what would be deleted.")
  boolean dryRun;

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    LocalRetentionPlan plan = server.retention().planDelete(selector());
    return new Deletion(this, server).run(plan, dryRun);
  }
}
