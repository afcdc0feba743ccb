/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that keeps a backup from retention and deletion. */
@Command(description = "Keeps a backup from retention and deletion, or gives it up to them.")
final class BackupKeepCommand extends StoreCommand {

  @Parameters(
      index = "2",
      paramLabel = "backup_id",
      description = "Id or name of the backup, or latest, oldest.")
  String backup = "";

  @Option(
      names = {"-r", "--release"},
      description = "Keep it no longer.")
  boolean release;

  @Option(
      names = {"-s", "--status"},
      description = "Print whether it is kept.")
  boolean status;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "full, with all later WAL, or standalone, with the WAL of the backup alone.")
  @Nullable String target;

  @Override
  public List<Exclusion> exclusions() {
    return List.of(
        GeneralOptions.VERBOSITY, Exclusion.exactlyOne("--release", "--status", "--target"));
  }

  @Override
  void check(Invocation call) {
    if (target != null) {
      ProviderProperties.requireOneOf("--target", target, "full", "standalone");
    }
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> work(call, server));
  }

  private int work(Invocation call, BarmanServer server) {
    if (target != null) {
      return keep(server, KeepTarget.valueOf(target.toUpperCase(Locale.ROOT)));
    }
    BackupId id = id(server);
    if (release) {
      server.backups().release(id);
    } else {
      String kept = server.backups().keepTarget(id).map(KeepTarget::word).orElse("nokeep");
      call.out().print("Keep: " + kept + "\n");
    }
    return ExitCode.DONE;
  }

  /** An id is taken as it is; what is not there is not kept. */
  private BackupId id(BarmanServer server) {
    return Backups.selector(backup) instanceof BackupSelector.Id byId
        ? byId.id()
        : Backups.get(server, backup).id();
  }

  private int keep(BarmanServer server, KeepTarget wanted) {
    BackupInfo info = find(server);
    if (info.status() != BackupStatus.DONE) {
      throw new ToolException(
          ExitCode.FAILED,
          "Backup " + info + " cannot be kept: only a backup with the status DONE can");
    }
    server.backups().keep(info.id(), wanted);
    return ExitCode.DONE;
  }

  private BackupInfo find(BarmanServer server) {
    try {
      return server.backups().get(Backups.selector(backup));
    } catch (UnknownBackupException e) {
      throw new ToolException(ExitCode.OTHER, e);
    }
  }
}
