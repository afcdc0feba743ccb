/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import io.github.barman4j.wal.WalOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program for {@code restore_command}. */
@Command(description = "Fetches a WAL file, as PostgreSQL's restore_command.")
final class WalRestoreCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(WalRestoreCommand.class);

  @Parameters(
      index = "2",
      paramLabel = "wal_name",
      description = "The file: %%f of restore_command.")
  String walName = "";

  @Parameters(
      index = "3",
      paramLabel = "wal_dest",
      description = "Where to: %%p of restore_command.")
  String walDest = "";

  @Option(
      names = "--no-partial",
      description = "Do not answer with a partial segment where the complete one is not there.")
  boolean noPartial;

  @Option(
      names = {"-p", "--parallel"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Segments that the agent fetches ahead, this one included; none without it.")
  int parallel;

  @Option(
      names = "--spool-dir",
      paramLabel = "DIRECTORY",
      description =
          "Has no effect, and is accepted for Barman's sake: the agent has a spool of its own.")
  @Nullable String spoolDir;

  @Addition
  @Option(
      names = "--abort-recovery-on-failure",
      description =
          "Exit with 126 or more on any failure, which ends recovery; else PostgreSQL takes a failure"
              + " for the end of the archive. BARMAN4J_ABORT_RECOVERY_ON_FAILURE=yes does the same.")
  boolean abortRecovery;

  @Override
  void check(Invocation call) {
    if (WalFileName.find(walName).isEmpty()) {
      throw new ToolException(ExitCode.USAGE, walName + " is an invalid name for a WAL file");
    }
    if (spoolDir != null) {
      LOG.info("--spool-dir {} has no effect: the agent has a spool of its own", spoolDir);
    }
  }

  @Override
  StoreUse use() {
    return StoreUse.WAL;
  }

  @Override
  int work(Invocation call, StoreAddress address) {
    RecoveryAbort abort = RecoveryAbort.of(abortRecovery, call.environment());
    Optional<ArchivedWal> fetched;
    try {
      fetched = fetch(call, address);
    } catch (EngineClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new ToolException(abort.exitCode(e), Failures.text(e), e);
    }
    if (fetched.isEmpty()) {
      throw new ToolException(
          abort.exitCodeOfAbsence(),
          "WAL file " + walName + " for server " + store.server + " does not exist");
    }
    return ExitCode.DONE;
  }

  private Optional<ArchivedWal> fetch(Invocation call, StoreAddress address) {
    WalTask task = new WalTask(address, store.server, options(call), ahead(call));
    return call.engine().fetch(task, WalFileName.parse(walName), call.path(walDest));
  }

  private WalOptions options(Invocation call) {
    WalOptions.Builder options =
        store
            .settings(call)
            .map(settings -> settings.walOptions().toBuilder())
            .orElseGet(() -> WalOptions.builder().compression(Compression.NONE));
    return noPartial ? options.withoutPartialFallback().build() : options.build();
  }

  /** How many to fetch behind this one; -1 leaves it to the engine. */
  private int ahead(Invocation call) {
    int byResource = store.settings(call).map(ObjectStoreSettings::walPrefetch).orElse(0);
    return Math.max(parallel, byResource) - 1;
  }
}
