/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupProgress;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupJson;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.fs.local.LocalBackupOptions;
import io.github.barman4j.storage.fs.local.LocalBackupPlan;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import io.github.barman4j.storage.fs.local.ReuseBackup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Backs up. */
@Command(name = "backup", description = "Makes a backup of the running server.")
final class BackupCommand extends ServerCommand {

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "A name for the backup, by which it is found too.")
  @Nullable String name;

  @Option(
      names = "--reuse-backup",
      paramLabel = "HOW",
      description = "off, copy or link, instead of the configured reuse_backup.")
  @Nullable ReuseBackup reuse;

  @Option(
      names = "--strict",
      description =
          "Take a file for unchanged only if its time is the same to the nanosecond, or its content"
              + " is; Barman looks at size and second.")
  boolean strict;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Files copied at once, instead of the configured parallel_jobs.")
  @Nullable Integer jobs;

  @Option(
      names = "--immediate-checkpoint",
      description = "Have PostgreSQL do the checkpoint at the start at once.")
  boolean immediate;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "SECONDS",
      description = "Wait so long for the WAL that the backup needs, if it is not there yet.")
  @Nullable Integer wait;

  @Option(names = "--dry-run", description = "Only tell what would be copied.")
  boolean dryRun;

  @Mixin Quietness quietness = new Quietness();

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) throws Exception {
    if (!settings.isActive()) {
      throw new ConfigurationException("Server " + serverName + " is not active: active = false");
    }
    DataSource postgres = postgres(settings);
    Path pgData = DataDirectory.of(postgres);
    Ownership.require(pgData);
    if (dryRun) {
      LocalBackupPlan plan = server.backup().plan(postgres, pgData, options(settings).build());
      print(text(plan), json(plan));
      return ExitCode.DONE;
    }
    Progress progress = quietness.progress(err());
    LocalBackupOptions options =
        options(settings)
            .listener(new Listener(progress))
            .cancellation(Termination.token())
            .build();
    BackupInfo info;
    try {
      info = server.backup().run(postgres, pgData, options);
    } finally {
      progress.end();
    }
    print(
        "Backup %s of %s is %s\n".formatted(info.id(), serverName, info.status()),
        BackupJson.show(info));
    return ExitCode.of(info.status() != BackupStatus.FAILED);
  }

  private LocalBackupOptions.Builder options(LocalServerConfiguration settings) {
    try {
      LocalBackupOptions.Builder options = settings.backupOptions().toBuilder();
      if (name != null) {
        options.name(name);
      }
      if (reuse != null) {
        options.reuse(reuse);
      }
      if (jobs != null) {
        options.workers(jobs);
      }
      if (strict) {
        options.strictReuse();
      }
      if (immediate) {
        options.fastCheckpoint();
      }
      return wait == null ? options : options.waitForWal(Duration.ofSeconds(wait));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static String text(LocalBackupPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("PostgreSQL %s in %s\n".formatted(plan.version(), plan.pgData()));
    text.append(line("all", plan.all()));
    plan.referenceBackup()
        .ifPresent(
            id -> text.append("of which could be taken from backup ").append(id).append('\n'));
    text.append(line("unchanged", plan.reused()));
    text.append(line("to compare", plan.compared()));
    text.append(line("to copy", plan.copied()));
    plan.externalFiles().forEach(file -> text.append("besides ").append(file).append('\n'));
    plan.danglingLinks()
        .forEach(link -> text.append("left out, link to nothing: ").append(link).append('\n'));
    return text.toString();
  }

  private static String line(String what, LocalBackupPlan.Amount amount) {
    return String.format(
        Locale.ROOT, "  %-10s %7d files, %s\n", what, amount.files(), Words.bytes(amount.bytes()));
  }

  private static String json(LocalBackupPlan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data_directory", plan.pgData());
    json.put("version", plan.version());
    json.put("reference_backup", plan.referenceBackup());
    json.put("all", json(plan.all()));
    json.put("reused", json(plan.reused()));
    json.put("compared", json(plan.compared()));
    json.put("copied", json(plan.copied()));
    json.put("external_files", plan.externalFiles());
    json.put("dangling_links", plan.danglingLinks());
    return Json.write(json);
  }

  private static Map<String, Object> json(LocalBackupPlan.Amount amount) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("files", amount.files());
    json.put("bytes", amount.bytes());
    return json;
  }

  /** Shows how far a backup is. */
  private record Listener(Progress progress) implements BackupListener {
    @Override
    public void onPhase(BackupPhase phase) {
      progress.phase(phase.toString());
    }

    @Override
    public void onProgress(BackupProgress done) {
      if (done.phase() == BackupPhase.COPYING) {
        progress.bytes(done.bytesDone(), done.bytesTotal());
      }
    }
  }
}
