/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.restore.RestoreListener;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.restore.RestoredArchiving;
import io.github.barman4j.restore.TablespaceRelocation;
import io.github.barman4j.restore.WalDelivery;
import io.github.barman4j.storage.fs.local.DeltaPlan;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Restores. */
@Command(
    name = "restore",
    description = {
      "Restores a backup into a directory and sets it up to recover to a target, which is proven to"
          + " be there first. PostgreSQL is started in it by somebody else."
    })
final class RestoreCommand extends ServerCommand {

  private static final String AUTO = "auto";

  @Parameters(
      index = "1",
      paramLabel = "BACKUP",
      description =
          "Its id or name, or latest, oldest, or auto for the newest that reaches the target.")
  String backup = "";

  @Parameters(index = "2", paramLabel = "DIRECTORY", description = "The new data directory.")
  Path directory = Path.of("");

  @Mixin TargetOptions target = new TargetOptions();

  @Option(
      names = "--tablespace",
      paramLabel = "NAME:LOCATION",
      description = "Where a tablespace goes; to be said of each, also if it is where it was.")
  List<String> tablespaces = new ArrayList<>();

  @Option(
      names = "--delta",
      description = "Go over an old data directory: write what differs, delete what is too much.")
  boolean delta;

  @ArgGroup Wal wal = new Wal();

  /** How the restored server gets its WAL. */
  static final class Wal {
    @Option(
        names = "--wal-command",
        paramLabel = "COMMAND",
        description = "PostgreSQL fetches its WAL by this restore_command, with %%f and %%p.")
    @Nullable String command;

    @Option(
        names = "--get-wal",
        description = "PostgreSQL fetches its WAL by this program; without it, WAL is laid ready.")
    boolean program;
  }

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Files restored at once, instead of the configured parallel_jobs.")
  @Nullable Integer jobs;

  @Option(
      names = "--keep-archiving",
      description = "Let the new server archive as the old one did, whose place it takes.")
  boolean keepArchiving;

  @Option(names = "--dry-run", description = "Only tell what would be restored.")
  boolean dryRun;

  @Mixin Quietness quietness = new Quietness();

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) throws Exception {
    Ownership.require(directory);
    boolean over = delta || settings.restoresAreDelta();
    RestoreRequest request = request(server);
    RestoreOptions.Builder options = options(settings);
    RestorePlan plan = server.restore().plan(request);
    relocate(options, plan.backup());
    if (dryRun) {
      print(plan.describe(), plan.toJson());
      if (over) {
        DeltaPlan difference = server.restore().planDelta(plan, options.build());
        print(difference.describe(), difference.toJson());
      }
      return ExitCode.DONE;
    }
    Progress progress = quietness.progress(err());
    options.listener(new Listener(progress)).cancellation(Termination.token());
    RestoreResult result;
    try {
      result =
          over
              ? server.restore().executeDelta(plan, options.build())
              : server.restore().execute(plan, options.build());
    } finally {
      progress.end();
    }
    result.warnings().forEach(warning -> err().println("local-backup: warning: " + warning));
    print(text(plan, result), json(plan, result));
    return ExitCode.DONE;
  }

  private RestoreRequest request(LocalServer server) {
    RestoreRequest request =
        valid(() -> RestoreRequest.to(target.target()).along(target.timeline()));
    return backup.equals(AUTO)
        ? request
        : request.from(server.catalog().get(valid(() -> BackupSelector.parse(backup))).id());
  }

  private RestoreOptions.Builder options(LocalServerConfiguration settings) {
    RestoreOptions.Builder options =
        RestoreOptions.into(directory)
            .targetAction(target.action)
            .archiving(keepArchiving ? RestoredArchiving.AS_IN_BACKUP : RestoredArchiving.OFF)
            .workers(jobs == null ? settings.backupOptions().workers() : jobs);
    for (String rule : tablespaces) {
      relocation(() -> TablespaceRelocation.parse(rule));
    }
    String command = wal.command;
    if (command != null) {
      options.walDelivery(valid(() -> WalDelivery.restoreCommand(command)));
    } else if (wal.program || settings.restoresFetchWal()) {
      options.walDelivery(WalDelivery.restoreCommand(ourCommand()));
    }
    valid(options::build);
    return options;
  }

  /** The names of the backup tell which colon of a rule is meant. */
  private void relocate(RestoreOptions.Builder options, BackupInfo info) {
    for (String rule : tablespaces) {
      TablespaceRelocation one = relocation(() -> TablespaceRelocation.parse(rule, info));
      options.relocateTablespace(one.name(), Path.of(one.location()));
    }
  }

  private TablespaceRelocation relocation(Value<TablespaceRelocation> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw usage("--tablespace: expected NAME:LOCATION: " + e.getMessage());
    }
  }

  /** As the launcher says that it was called. */
  private String ourCommand() {
    String program = System.getProperty("local-backup.program", "local-backup");
    String file =
        configuration == null ? "" : " -c '" + configuration.toAbsolutePath().normalize() + "'";
    return "'" + program + "' get-wal -P" + file + " '" + serverName + "' %f %p";
  }

  private interface Value<T> {
    T get();
  }

  private <T> T valid(Value<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String text(RestorePlan plan, RestoreResult result) {
    return String.format(
        Locale.ROOT,
        "Restored backup %s into %s: %d files, %s, %d WAL segments laid ready, in %s\n%s%s",
        plan.backup().id(),
        result.dataDirectory(),
        result.files(),
        Words.bytes(result.bytes()),
        result.walSegments(),
        Words.time(result.elapsed()),
        result.archiving() == RestoredArchiving.OFF
            ? "The new server does not archive: archive_mode is off in postgresql.auto.conf\n"
            : "",
        unproved(result));
  }

  private static String unproved(RestoreResult result) {
    return result.unproved().stream()
        .map(what -> "Not proved: " + what + "\n")
        .collect(Collectors.joining());
  }

  private static String json(RestorePlan plan, RestoreResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backup_id", plan.backup().id());
    json.put("data_directory", result.dataDirectory());
    json.put("files", result.files());
    json.put("bytes", result.bytes());
    json.put("wal_segments", result.walSegments());
    json.put("archiving", result.archiving() != RestoredArchiving.OFF);
    json.put("seconds", result.elapsed().toSeconds());
    json.put("unproved", result.unproved());
    json.put("warnings", result.warnings());
    return Json.write(json);
  }

  /** Shows how far a restore is. */
  private record Listener(Progress progress) implements RestoreListener {
    @Override
    public void phase(String name) {
      progress.phase(name);
    }

    @Override
    public void progress(long bytesDone, long bytesTotal) {
      progress.bytes(bytesDone, bytesTotal);
    }
  }
}
