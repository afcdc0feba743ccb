/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.restore.RecoveryTargetAction;
import io.github.barman4j.restore.RestoredArchiving;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done beyond extracting a backup, which Barman's program leaves to others. */
final class RecoveryOptions {

  static final Exclusion ONE = Exclusion.atMostOne("--plan", "--write-recovery-settings");

  @Addition
  @Option(
      names = "--plan",
      description =
          "Restore nothing: print from which backup and with which WAL the target is reached, or"
              + " fail if it cannot be.")
  boolean plan;

  @Addition
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of the plan: text or json; text by default.")
  String format = "text";

  @Addition
  @Option(
      names = "--write-recovery-settings",
      description =
          "Make the directory ready to start: PostgreSQL recovers to the target. Fails before"
              + " anything is written if the target cannot be reached.")
  boolean writeSettings;

  @Addition
  @Option(
      names = "--target-action",
      paramLabel = "ACTION",
      description =
          "With --write-recovery-settings, at the target: promote, pause or shutdown; promote by"
              + " default.")
  @Nullable String action;

  @Addition
  @Option(
      names = "--stage-wal",
      description =
          "With --write-recovery-settings: fetch all WAL now, instead of having PostgreSQL fetch"
              + " it.")
  boolean stageWal;

  @Addition
  @Option(
      names = "--keep-archiving",
      description =
          "With --write-recovery-settings: leave archiving as it was in the backup, for a server"
              + " that takes the old one's place. Without it the new server archives nothing.")
  boolean keepArchiving;

  /** Tells whether the target is recovered to, so that it must be reachable. */
  boolean isWanted() {
    return plan || writeSettings;
  }

  void check(TargetOptions target) {
    ProviderProperties.requireOneOf("--format", format, "text", "json");
    if (!isWanted() && target.isOnlyForRecovery()) {
      throw new UsageException(
          "--target-name, --target-xid and --target-immediate go with --plan or"
              + " --write-recovery-settings");
    }
    if (!writeSettings && (action != null || stageWal || keepArchiving)) {
      throw new UsageException(
          "--target-action, --stage-wal and --keep-archiving go with --write-recovery-settings");
    }
    readAction();
  }

  RestoredArchiving archiving() {
    return keepArchiving ? RestoredArchiving.AS_IN_BACKUP : RestoredArchiving.OFF;
  }

  RecoveryTargetAction readAction() {
    if (action == null) {
      return RecoveryTargetAction.PROMOTE;
    }
    ProviderProperties.requireOneOf("--target-action", action, "promote", "pause", "shutdown");
    return RecoveryTargetAction.valueOf(action.toUpperCase(Locale.ROOT));
  }
}
