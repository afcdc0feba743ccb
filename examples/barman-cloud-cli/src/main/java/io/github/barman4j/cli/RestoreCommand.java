/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.restore.PageChecks;
import io.github.barman4j.restore.RecoveryTimeline;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.restore.RestoredArchiving;
import io.github.barman4j.restore.TablespaceLocations;
import io.github.barman4j.restore.WalDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that restores base backups. */
@Command(
    description =
        "Restores a base backup. As Barman's program it extracts the backup and nothing else;"
            + " recovery settings and WAL come on demand.")
final class RestoreCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreCommand.class);

  @Parameters(
      index = "2",
      paramLabel = "backup_id",
      description =
          "Id or name of the backup, or latest, oldest, last-failed, or auto for the newest from"
              + " which the target is reached.")
  String backup = "";

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "recovery_dir",
      description = "The new data directory, absent or empty. Not needed for --plan.")
  @Nullable String directory;

  @Option(
      names = "--tablespace",
      paramLabel = "NAME:LOCATION",
      description = "Where a tablespace goes; may be repeated.")
  List<String> tablespaces = new ArrayList<>();

  @Addition
  @Option(
      names = {"-J", "--jobs"},
      paramLabel = "N",
      description = "Archives read at the same time, 1 to 64; by default as many as processors.")
  @Nullable Integer jobs;

  @Addition
  @Option(
      names = "--page-checksums",
      paramLabel = "ACTION",
      defaultValue = "report",
      description =
          "What becomes of data pages with a wrong checksum: report, fail or none; report by"
              + " default.")
  String pageChecksums = "report";

  @Mixin TargetOptions target = new TargetOptions();
  @Mixin RecoveryOptions recovery = new RecoveryOptions();
  @Mixin RestoreSnapshotOptions snapshots = new RestoreSnapshotOptions();

  @Override
  public List<Exclusion> exclusions() {
    return List.of(GeneralOptions.VERBOSITY, TargetOptions.ONE, RecoveryOptions.ONE);
  }

  @Override
  void check(Invocation call) {
    snapshots.refuse();
    recovery.check(target);
    target.read();
    target.readTimeline();
    Relocations.check(tablespaces);
    pageChecks();
    if (directory != null) {
      call.path(directory);
    }
    if (directory == null && !recovery.plan && !test.test) {
      throw new UsageException("the following arguments are required: recovery_dir");
    }
    if (jobs != null && (jobs < 1 || jobs > 64)) {
      throw new UsageException("argument -J/--jobs: '" + jobs + "' is not in 1 to 64");
    }
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    return withServer(call, address, server -> work(call, server));
  }

  private int work(Invocation call, BarmanServer server) {
    if (!recovery.isWanted()) {
      return extract(call, server);
    }
    RestorePlan plan = server.restore().plan(request(server));
    if (recovery.plan) {
      if (directory != null) {
        server.restore().check(plan, recoveryOptions(call, plan.backup()));
      }
      call.out().print(recovery.format.equals("json") ? plan.toJson() + "\n" : plan.describe());
      return ExitCode.DONE;
    }
    return report(server.restore().execute(plan, recoveryOptions(call, plan.backup())));
  }

  private int extract(Invocation call, BarmanServer server) {
    BackupInfo info = new BackupChoice(server, target).choose(backup);
    try {
      return report(server.restore().extract(info.id(), options(call, info).build()));
    } catch (CorruptArchiveException e) {
      throw isWhole(server, info)
          ? e
          : new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** Tells whether the data directory and each tablespace have a first archive. */
  private static boolean isWhole(BarmanServer server, BackupInfo info) {
    List<String> names =
        server.backups().parts(info.id()).stream().map(part -> part.key().lastName()).toList();
    return Stream.concat(
            Stream.of("data"),
            info.tablespaces().stream().map(Tablespace::oid).map(String::valueOf))
        .allMatch(base -> names.stream().anyMatch(name -> name.startsWith(base + ".tar")));
  }

  private RestoreRequest request(BarmanServer server) {
    RecoveryTimeline along = target.readTimeline();
    RestoreRequest request =
        RestoreRequest.to(target.read()).along(along == null ? RecoveryTimeline.latest() : along);
    return BackupChoice.isAuto(backup) ? request : request.from(Backups.get(server, backup).id());
  }

  private RestoreOptions.Builder options(Invocation call, BackupInfo info) {
    RestoreOptions.Builder options =
        RestoreOptions.into(call.path(Objects.requireNonNull(directory)))
            .tablespaceLocations(TablespaceLocations.UNUSED)
            .listener(new RestoreLog())
            .pageChecks(pageChecks())
            .cancellation(Termination.token());
    store
        .settings(call)
        .ifPresent(said -> new Relocations(said.tablespaces()).addTo(options, info));
    Relocations.parse(tablespaces, call, info).addTo(options, info);
    return jobs == null ? options : options.workers(jobs);
  }

  private RestoreOptions recoveryOptions(Invocation call, BackupInfo info) {
    RestoreOptions.Builder options =
        options(call, info).targetAction(recovery.readAction()).archiving(recovery.archiving());
    return recovery.stageWal
        ? options.build()
        : options.walDelivery(WalDelivery.restoreCommand(WalRestoreLine.of(store))).build();
  }

  private PageChecks pageChecks() {
    ProviderProperties.requireOneOf("--page-checksums", pageChecksums, "report", "fail", "none");
    return PageChecks.valueOf(pageChecksums.toUpperCase(Locale.ROOT));
  }

  private static int report(RestoreResult result) {
    result.warnings().forEach(warning -> LOG.warn("{}", warning));
    result.damagedPages().forEach(page -> LOG.warn("Wrong checksum of a data page: {}", page));
    result.unproved().forEach(what -> LOG.warn("{}", what));
    if (result.archiving() == RestoredArchiving.OFF) {
      LOG.warn(
          "The restored server does not archive its WAL: archive_mode is off in"
              + " postgresql.auto.conf. If it is to take the old one's place, see --keep-archiving");
    }
    return ExitCode.DONE;
  }
}
