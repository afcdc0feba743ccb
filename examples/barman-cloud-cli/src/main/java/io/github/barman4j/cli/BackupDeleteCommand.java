/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.retention.RetentionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program that deletes backups, and the WAL that no backup needs any more. */
@Command(description = "Deletes a backup, or all that a retention policy gives up.")
final class BackupDeleteCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(BackupDeleteCommand.class);

  @Option(
      names = {"-b", "--backup-id"},
      paramLabel = "BACKUP_ID",
      description = "Id or name of the backup to delete.")
  @Nullable String backup;

  @Option(
      names = {"-r", "--retention-policy"},
      paramLabel = "POLICY",
      description = "REDUNDANCY n, or RECOVERY WINDOW OF n DAYS, WEEKS or MONTHS.")
  @Nullable String policy;

  @Option(
      names = {"-m", "--minimum-redundancy"},
      paramLabel = "N",
      description = "How many backups must be left; 0 by default.")
  int minimumRedundancy;

  @Option(names = "--dry-run", description = "Print what would be deleted, and delete nothing.")
  boolean dryRun;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "The most objects to delete in one request; by default what the store takes.")
  @Nullable Integer batchSize;

  @Option(
      names = "--check-object-lock",
      description = "Ask S3 for the lock of each object first, and leave locked ones alone.")
  boolean checkObjectLock;

  @Override
  public List<Exclusion> exclusions() {
    return List.of(
        GeneralOptions.VERBOSITY, Exclusion.atMostOne("--backup-id", "--retention-policy"));
  }

  @Override
  void check(Invocation call) {
    if (minimumRedundancy < 0) {
      throw new UsageException(
          "argument -m/--minimum-redundancy: '"
              + minimumRedundancy
              + "' is not a positive integer");
    }
    if (backup == null && !test.test) {
      policy(call);
    }
  }

  /** The policy that is given, else that of the ObjectStore. */
  private RetentionPolicy policy(Invocation call) {
    return Optional.ofNullable(policy)
        .map(BackupDeleteCommand::parse)
        .or(() -> store.settings(call).flatMap(ObjectStoreSettings::retentionPolicy))
        .orElseThrow(
            () ->
                new UsageException(
                    "one of the arguments -b/--backup-id -r/--retention-policy is required"))
        .withMinimumRedundancy(minimumRedundancy);
  }

  private static RetentionPolicy parse(String text) {
    try {
      return RetentionPolicy.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument -r/--retention-policy: " + e.getMessage());
    }
  }

  @Override
  StoreAddress address(Invocation call) {
    StoreAddress address = super.address(call);
    if (!checkObjectLock) {
      return address;
    }
    if (store.provider(call) != Provider.AWS_S3) {
      LOG.warn("--check-object-lock has no effect with {}: only S3 has such locks", store.provider);
      return address;
    }
    return address.with(Map.of("check-object-lock", "true"));
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    try (Barman barman = call.engine().open(address)) {
      Barman limited =
          batchSize == null
              ? barman
              : Barman.builder().store(new SmallBatches(barman.store(), batchSize)).build();
      return delete(call, limited.server(store.server));
    }
  }

  private int delete(Invocation call, BarmanServer server) {
    BackupListing listing = server.backups().list();
    listing
        .unreadable()
        .forEach(
            one ->
                LOG.warn(
                    "Backup {} stays, and all WAL with it: {}",
                    one.id(),
                    one.cause().getMessage()));
    return backup == null
        ? apply(call, server, server.retention().plan(policy(call)))
        : deleteOne(call, server, backup);
  }

  private int deleteOne(Invocation call, BarmanServer server, String word) {
    BackupSelector selector = Backups.selector(word);
    try {
      return apply(call, server, server.retention().planDelete(selector, minimumRedundancy));
    } catch (UnknownBackupException e) {
      if (selector instanceof BackupSelector.Id) {
        LOG.warn("Nothing to delete: {}", e.getMessage());
        return ExitCode.DONE;
      }
      throw e;
    }
  }

  private int apply(Invocation call, BarmanServer server, RetentionPlan plan) {
    if (plan.deletedBackups().isEmpty()) {
      LOG.info("Nothing to delete: {}", plan);
      return ExitCode.DONE;
    }
    if (dryRun) {
      call.out().print(plan.describe());
      return ExitCode.DONE;
    }
    return report(server.retention().apply(plan));
  }

  private static int report(RetentionResult result) {
    result.failed().forEach(one -> LOG.error("Not deleted: {}", one));
    result.skippedBackups().forEach((id, why) -> LOG.warn("Backup {} stays: {}", id, why));
    return result.failed().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
