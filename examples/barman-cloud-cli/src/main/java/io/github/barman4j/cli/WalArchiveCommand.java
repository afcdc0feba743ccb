/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.wal.WalOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program for {@code archive_command}. */
@Command(description = "Archives a WAL file, as PostgreSQL's archive_command.")
final class WalArchiveCommand extends StoreCommand {

  private static final Set<String> HOOKS = Set.of("archive_script", "archive_retry_script");

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "wal_path",
      description = "The file: %%p of archive_command. Not needed as a hook of Barman's.")
  @Nullable String walPath;

  @Mixin WalCompressionOptions compression = new WalCompressionOptions();
  @Mixin TagOptions tags = new TagOptions();
  @Mixin EncryptionOptions encryption = new EncryptionOptions();
  @Mixin AzureUploadOptions azure = new AzureUploadOptions();

  @Option(
      names = "--history-tags",
      arity = "0..*",
      paramLabel = "KEY,VALUE",
      description =
          "Tags of timeline histories, instead of the others; takes all words that follow.")
  List<String> historyTags = new ArrayList<>();

  @Option(
      names = "--history-tag",
      paramLabel = "KEY,VALUE",
      description = "A tag of timeline histories, instead of the others; may be repeated.")
  List<String> historyTag = new ArrayList<>();

  @Override
  public List<Exclusion> exclusions() {
    return List.of(
        GeneralOptions.VERBOSITY,
        WalCompressionOptions.ONE,
        TagOptions.ONE_FORM,
        Exclusion.atMostOne("--history-tags", "--history-tag"));
  }

  @Override
  void check(Invocation call) {
    Path file = file(call);
    if (WalFileName.find(String.valueOf(file.getFileName())).isEmpty()) {
      throw new ToolException(ExitCode.USAGE, file + " is an invalid name for a WAL file");
    }
  }

  @Override
  StoreAddress address(Invocation call) {
    Provider provider = store.provider(call);
    return super.address(call)
        .with(encryption.properties(provider))
        .with(azure.properties(provider));
  }

  @Override
  StoreUse use() {
    return StoreUse.WAL;
  }

  @Override
  int work(Invocation call, StoreAddress address) {
    call.engine().archive(new WalTask(address, store.server, options(call), -1), file(call));
    return ExitCode.DONE;
  }

  private WalOptions options(Invocation call) {
    WalOptions.Builder options =
        store
            .settings(call)
            .map(settings -> settings.walOptions().toBuilder())
            .orElseGet(() -> WalOptions.builder().compression(Compression.NONE));
    compression.find().ifPresent(options::compression);
    tags.find().ifPresent(options::tags);
    ObjectTags ofHistories = Tags.of(historyTag, historyTags);
    if (!ofHistories.isEmpty()) {
      options.historyTags(ofHistories);
    }
    return isHook(call) ? options.withoutHeaderChecks().build() : options.build();
  }

  private static boolean isHook(Invocation call) {
    return call.environment().containsKey("BARMAN_HOOK")
        && call.environment().containsKey("BARMAN_PHASE");
  }

  private Path file(Invocation call) {
    if (isHook(call)) {
      return call.path(hookFile(call.environment()));
    }
    if (walPath == null) {
      throw new ToolException(
          ExitCode.FAILED, "No WAL file: give its path, %p of archive_command, behind the server");
    }
    return call.path(walPath);
  }

  private static String hookFile(Map<String, String> environment) {
    String hook = environment.getOrDefault("BARMAN_HOOK", "");
    String file = environment.get("BARMAN_FILE");
    if (!HOOKS.contains(hook) || !"pre".equals(environment.get("BARMAN_PHASE")) || file == null) {
      throw new ToolException(
          ExitCode.FAILED,
          "As a hook this is a pre_archive_script or pre_archive_retry_script with BARMAN_FILE, not"
              + " a "
              + hook);
    }
    return file;
  }
}
