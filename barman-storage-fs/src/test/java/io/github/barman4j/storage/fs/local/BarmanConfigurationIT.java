/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real Barman tells what it reads in the same file. */
class BarmanConfigurationIT {

  private static final Map<String, String> EVERYTHING =
      Map.ofEntries(
          Map.entry("description", "\"a 'quoted' text\""),
          Map.entry("active", "off"),
          Map.entry("reuse_backup", "COPY"),
          Map.entry("parallel_jobs", "'4'"),
          Map.entry("immediate_checkpoint", "T"),
          Map.entry("minimum_redundancy", "+3"),
          Map.entry("retention_policy", "recovery window of 2 weeks"),
          Map.entry("last_backup_minimum_size", "12 Mi"),
          Map.entry("max_incoming_wals_queue", "17"),
          Map.entry("check_timeout", "45"),
          Map.entry("compression", "bzip2"),
          Map.entry("basebackups_directory", "/elsewhere/b"),
          Map.entry("wals_directory", "/elsewhere/w"),
          Map.entry("incoming_wals_directory", "/elsewhere/i"),
          Map.entry("streaming_wals_directory", "/elsewhere/s"),
          Map.entry("errors_directory", "/elsewhere/e"));

  private static final Map<String, String> SYNTAX =
      Map.ofEntries(
          Map.entry("description", "one\n  two %(conninfo)s\n  # no\n\n  three"),
          Map.entry("Parallel_Jobs", "2\n# comment\n; comment"),
          Map.entry("compression", "None"),
          Map.entry("retention_policy", ""),
          Map.entry("minimum_redundancy", "\"1\""),
          Map.entry("streaming_archiver", "0"),
          Map.entry("archiver", "off"));

  private final Path folder = FileTrees.createTemporary("conf");

  @AfterEach
  void delete() {
    FileTrees.delete(folder);
  }

  static Stream<Arguments> files() {
    return BarmanServerCli.both()
        .flatMap(
            barman ->
                Stream.of(Map.<String, String>of(), EVERYTHING, SYNTAX)
                    .map(settings -> Arguments.of(barman, settings)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyValueIsWhatBarmanReads(BarmanServerCli which, Map<String, String> settings) {
    BarmanServerCli barman = Peers.require(which.on(folder.resolve("home"), "main"));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      barman = barman.with(setting.getKey(), setting.getValue());
    }
    String json = barman.run("-f", "json", "show-servers", "main").orThrow().stdout();
    LocalServerConfiguration ours = BarmanConfiguration.read(barman.configuration()).server("main");
    Map<String, String> theirs = new LinkedHashMap<>();
    ours(ours).keySet().forEach(key -> theirs.put(key, value(json, key)));
    assertThat(ours(ours)).isEqualTo(theirs);
  }

  private static Map<String, String> ours(LocalServerConfiguration server) {
    LocalServerOptions options = server.serverOptions();
    CheckOptions checks = server.checkOptions();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", text(options.serverName()));
    values.put("description", server.description().map(BarmanConfigurationIT::text).orElse("null"));
    values.put("conninfo", text(server.conninfo()));
    values.put("active", String.valueOf(server.isActive()));
    values.put("backup_directory", text(options.serverDirectory()));
    values.put("basebackups_directory", text(options.baseDirectory()));
    values.put("wals_directory", text(options.walsDirectory()));
    values.put("incoming_wals_directory", text(options.incomingDirectory()));
    values.put("streaming_wals_directory", text(options.streamingDirectory()));
    values.put("errors_directory", text(options.errorsDirectory()));
    values.put("minimum_redundancy", String.valueOf(options.minimumRedundancy()));
    values.put("reuse_backup", text(lower(server.backupOptions().reuse())));
    values.put("parallel_jobs", String.valueOf(server.backupOptions().workers()));
    values.put("immediate_checkpoint", String.valueOf(server.backupOptions().isFastCheckpoint()));
    values.put("archiver", String.valueOf(checks.archiver()));
    values.put("streaming_archiver", String.valueOf(checks.streamingArchiver()));
    values.put("check_timeout", String.valueOf(checks.timeout().toSeconds()));
    long minimum = checks.lastBackupMinimumSize();
    values.put("last_backup_minimum_size", minimum == 0 ? "null" : String.valueOf(minimum));
    values.put(
        "max_incoming_wals_queue",
        checks.maxIncomingWalsQueue().isPresent()
            ? String.valueOf(checks.maxIncomingWalsQueue().getAsInt())
            : "null");
    values.put("retention_policy", server.retentionPolicy().isPresent() ? "set" : "null");
    values.put("compression", lower(options.walCompression().codec()).replace("none", "null"));
    return values;
  }

  private static String lower(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private static String text(Object value) {
    return "\"" + value.toString().replace("\n", "\\n") + "\"";
  }

  private static String value(String json, String key) {
    Matcher matcher =
        Pattern.compile("\"" + key + "\": (\"(?:[^\"\\\\]|\\\\.)*\"|[^,}]+)").matcher(json);
    assertThat(matcher.find()).as(key + " in " + json).isTrue();
    String value = matcher.group(1);
    return switch (key) {
      case "retention_policy" -> value.equals("null") ? value : "set";
      case "compression" -> value.replace("\"", "");
      default -> value;
    };
  }

  static Stream<Arguments> wrong() {
    List<List<String>> values = new ArrayList<>();
    values.add(List.of("parallel_jobs", "many"));
    values.add(List.of("immediate_checkpoint", "maybe"));
    values.add(List.of("reuse_backup", "hard"));
    values.add(List.of("last_backup_maximum_age", "4days"));
    values.add(List.of("last_wal_maximum_age", "0.5 DAYS"));
    values.add(List.of("last_backup_minimum_size", "10MB"));
    values.add(List.of("check_timeout", "soon"));
    values.add(List.of("max_incoming_wals_queue", "x"));
    values.add(List.of("recovery_options", "put-wal"));
    values.add(List.of("backup_options", "quick"));
    values.add(List.of("ssh_command", "ssh localhost"));
    values.add(List.of("backup_compression", "gzip"));
    values.add(List.of("description", "100%"));
    values.add(List.of("description", "%(barman_home)s"));
    values.add(List.of("incoming_wals_directory", "%s/main/wals"));
    return BarmanServerCli.both()
        .flatMap(
            barman -> values.stream().map(one -> Arguments.of(barman, one.get(0), one.get(1))));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatBarmanDoesNotTakeIsAnError(BarmanServerCli which, String key, String value) {
    Path home = folder.resolve("home");
    BarmanServerCli barman =
        Peers.require(which.on(home, "main"))
            .with(key, value.startsWith("%s") ? value.formatted(home) : value);
    CommandResult said = barman.run("-f", "json", "show-servers", "main");
    assertThat(said.stdout() + said.stderr())
        .containsPattern("Ignoring|\"disabled\": true|EXCEPTION|ERROR");
    InvalidConfigurationException error =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> BarmanConfiguration.read(barman.configuration()).server("main"));
    assertThat(error).as("%s = %s", key, value).isNotNull();
    assertThat(error.problems().stream().map(ConfigurationProblem::key).collect(Collectors.toSet()))
        .containsExactly(key);
  }

  static Stream<BarmanServerCli> newest() {
    return Stream.of(BarmanServerCli.newest());
  }

  @ParameterizedTest
  @MethodSource("newest")
  void everyOptionThatBarmanHasIsKnown(BarmanServerCli which) {
    BarmanServerCli barman = Peers.require(which.on(folder.resolve("home"), "main"));
    String json = barman.run("-f", "json", "show-servers", "main").orThrow().stdout();
    List<String> state =
        List.of(
            "active_model",
            "archive_command",
            "archive_mode",
            "current_xlog",
            "data_directory",
            "disabled",
            "is_in_recovery",
            "is_superuser",
            "name",
            "passive_node",
            "postgres_systemid",
            "replication_slot",
            "replication_slot_support",
            "server_txt_version",
            "synchronous_standby_names",
            "version_supported",
            "main",
            "connection_error",
            "config",
            "hba_file",
            "ident_file",
            "config_file",
            "msg_list");
    List<String> unknown =
        Pattern.compile("\"(\\w+)\":")
            .matcher(json)
            .results()
            .map(result -> result.group(1))
            .filter(key -> !state.contains(key))
            .filter(key -> ConfigurationOption.find(key).isEmpty())
            .toList();
    assertThat(json).contains("\"worm_mode\":");
    assertThat(unknown).isEmpty();
  }
}
