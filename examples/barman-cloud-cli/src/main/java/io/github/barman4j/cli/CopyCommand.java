/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.copy.CopyOptions;
import io.github.barman4j.copy.CopyPlan;
import io.github.barman4j.copy.CopyResult;
import io.github.barman4j.copy.CopySelection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program that copies an archive, or some of it, to another store or another name. */
@Command(
    description = {
      "Copies an archive, or some of it, to another store or another name. What is there already",
      "stays; a copy that was broken off goes on where it was."
    })
final class CopyCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(CopyCommand.class);

  @Parameters(
      index = "2",
      paramLabel = "target_url",
      description = "URL of the archives to copy into.")
  String targetUrl = "";

  @Parameters(
      index = "3",
      paramLabel = "target_server",
      description = "The name of the server there.")
  String targetServer = "";

  @Option(
      names = "--target-cloud-provider",
      paramLabel = "PROVIDER",
      description = "The provider of the target; by default that of the source.")
  @Nullable String targetProvider;

  @Option(
      names = "--target-store-option",
      paramLabel = "NAME=VALUE",
      description =
          "Any option of the target's store, see docs/configuration.md; may be repeated. The options"
              + " of the source do not count there.")
  List<String> targetOptions = new ArrayList<>();

  @Option(
      names = {"-b", "--backup-id"},
      paramLabel = "BACKUP_ID",
      description = "Copy this backup with the WAL that it needs; may be repeated.")
  List<String> backups = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "BACKUP_ID",
      description = "Copy this backup, all later ones, and all WAL from where it begins.")
  @Nullable String from;

  @Option(
      names = {"-J", "--jobs"},
      paramLabel = "N",
      description = "Objects copied at the same time.")
  @Nullable Integer jobs;

  @Option(names = "--dry-run", description = "Print what would be copied, and copy nothing.")
  boolean dryRun;

  @Mixin FormatOption format = new FormatOption();

  @Override
  public List<Exclusion> exclusions() {
    return List.of(GeneralOptions.VERBOSITY, Exclusion.atMostOne("--backup-id", "--from"));
  }

  @Override
  void check(Invocation call) {
    format.check();
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    try (Barman target = call.engine().open(target(call))) {
      return withServer(call, address, source -> copy(call, source, target.server(targetServer)));
    }
  }

  private StoreAddress target(Invocation call) {
    StoreOptions target = new StoreOptions();
    target.url = targetUrl;
    target.provider = targetProvider == null ? store.provider(call).toString() : targetProvider;
    target.more = targetOptions;
    return target.address(call, StoreUse.BACKUPS);
  }

  private int copy(Invocation call, BarmanServer source, BarmanServer target) {
    ArchiveCopy copy = source.copyTo(target);
    CopyPlan plan = copy.plan(selection(source));
    if (dryRun) {
      call.out().print(format.isJson() ? plan.toJson() + "\n" : plan.describe());
      return ExitCode.DONE;
    }
    CopyResult result = copy.execute(plan, options());
    LOG.info(
        "Copied {} objects of {} bytes; {} were there already",
        result.copiedObjects(),
        result.copiedBytes(),
        result.presentObjects());
    return ExitCode.DONE;
  }

  private CopySelection selection(BarmanServer source) {
    if (from != null) {
      return CopySelection.from(Backups.get(source, from).id());
    }
    List<BackupId> ids = backups.stream().map(word -> Backups.get(source, word).id()).toList();
    return ids.isEmpty() ? CopySelection.everything() : CopySelection.backups(ids);
  }

  private CopyOptions options() {
    CopyOptions.Builder options = CopyOptions.builder();
    return jobs == null ? options.build() : options.workers(jobs).build();
  }
}
