/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BarmanDirectory;
import io.github.barman4j.compression.Compression;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program that takes base backups. */
@Command(
    description =
        "Takes a base backup of a running PostgreSQL, or, as a hook of Barman's, sends one that"
            + " Barman has taken.")
final class BackupCommand extends StoreCommand {

  private static final Logger LOG = LoggerFactory.getLogger(BackupCommand.class);

  @Mixin PostgresOptions postgres = new PostgresOptions();

  @Option(
      names = "--immediate-checkpoint",
      description = "Have PostgreSQL do the checkpoint at the start at once.")
  boolean immediateCheckpoint;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "A name for the backup, by which the other programs find it too.")
  @Nullable String name;

  @Addition
  @Option(
      names = "--primary-conninfo",
      paramLabel = "CONNINFO",
      description =
          "If a standby is backed up: connection string of its primary, which is asked to switch its"
              + " WAL segment; the standby's primary_conninfo by default.")
  @Nullable String primary;

  @Mixin BaseCompressionOptions compression = new BaseCompressionOptions();
  @Mixin UploadOptions upload = new UploadOptions();
  @Mixin TagOptions tags = new TagOptions();
  @Mixin EncryptionOptions encryption = new EncryptionOptions();
  @Mixin SnapshotOptions snapshots = new SnapshotOptions();

  @Override
  public List<Exclusion> exclusions() {
    return List.of(GeneralOptions.VERBOSITY, BaseCompressionOptions.ONE, TagOptions.ONE_FORM);
  }

  @Override
  void check(Invocation call) {
    snapshots.refuse();
    upload.check();
    tags.find();
    if (name != null) {
      requireName(name);
    }
    if (name != null && BackupHook.isOne(call.environment())) {
      throw new ToolException(ExitCode.OTHER, "A backup that Barman has taken keeps its own name");
    }
  }

  private static void requireName(String name) {
    try {
      BackupOptions.builder().name(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("argument -n/--name: " + e.getMessage());
    }
  }

  @Override
  StoreAddress address(Invocation call) {
    Provider provider = store.provider(call);
    StoreAddress address = super.address(call).with(encryption.properties(provider));
    return "file".equals(address.location().getScheme())
        ? address
        : address.with(upload.properties(provider));
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    if (BackupHook.isOne(call.environment())) {
      BarmanDirectory taken = BackupHook.read(call);
      BackupOptions options = options(call);
      return withServer(
          call, address, server -> run(() -> server.baseBackup().relay(taken, options)));
    }
    DataSource postgresServer = postgres.read(call);
    BackupSource source = SourceServer.find(postgresServer);
    BackupOptions options = withPrimary(call, postgresServer, options(call));
    return withServer(call, address, server -> run(() -> server.backup(source, options)));
  }

  /** From here on a signal cancels; before, there is nothing that it could leave half done. */
  private BackupOptions options(Invocation call) {
    BackupOptions.Builder options =
        store
            .settings(call)
            .map(settings -> settings.backupOptions().toBuilder())
            .orElseGet(BackupCommand::barmansDefaults)
            .listener(new BackupLog())
            .cancellation(Termination.token());
    compression.find().ifPresent(options::compression);
    tags.find().ifPresent(options::tags);
    upload.addTo(options);
    if (primary != null) {
      options.primary(PostgresOptions.read(call, primary));
    }
    if (name != null) {
      options.name(name);
    }
    return immediateCheckpoint ? options.fastCheckpoint().build() : options.build();
  }

  private BackupOptions withPrimary(Invocation call, DataSource standby, BackupOptions options) {
    return primary != null
        ? options
        : PrimaryOfStandby.find(call, standby)
            .map(found -> options.toBuilder().primary(found).build())
            .orElse(options);
  }

  private static BackupOptions.Builder barmansDefaults() {
    return BackupOptions.builder()
        .compression(Compression.NONE)
        .workers(UploadOptions.DEFAULT_JOBS);
  }

  /** Whatever ends a backup that has begun has the same code. */
  private static int run(Runnable backup) {
    try {
      backup.run();
      return ExitCode.DONE;
    } catch (UnsupportedFormatException | CorruptArchiveException e) {
      throw e;
    } catch (BarmanException e) {
      Arrays.stream(e.getSuppressed()).forEach(more -> LOG.warn("Moreover: {}", more.toString()));
      throw new ToolException(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
