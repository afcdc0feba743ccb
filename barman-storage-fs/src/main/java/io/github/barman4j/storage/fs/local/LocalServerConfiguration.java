/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.retention.RetentionPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code barman.conf} sets for one server, as the options of this library. Immutable. */
public final class LocalServerConfiguration {

  private static final String METHOD = "local-rsync";

  private final LocalServerOptions serverOptions;
  private final Settings settings;
  private final List<ConfigurationProblem> problems;

  private LocalServerConfiguration(
      LocalServerOptions serverOptions, Settings settings, List<ConfigurationProblem> problems) {
    this.serverOptions = serverOptions;
    this.settings = settings;
    this.problems = List.copyOf(problems);
  }

  /** What there is beside the directory. */
  private record Settings(
      Optional<String> conninfo,
      Optional<String> description,
      boolean active,
      LocalBackupOptions backupOptions,
      CheckOptions checkOptions,
      Optional<RetentionPolicy> retentionPolicy,
      Set<String> recoveryOptions) {}

  /** Reads what concerns a server; what is wrong is collected in the section. */
  static LocalServerConfiguration read(ConfigurationSection section) {
    requireMethod(section);
    requireConninfo(section);
    section.find(
        ConfigurationOption.BACKUP_OPTIONS,
        value ->
            ConfigurationValues.words(
                value, Set.of("concurrent_backup", "external_configuration")));
    section.findSet(ConfigurationOption.RETENTION_MODE, value -> only("auto", value));
    section.findSet(ConfigurationOption.WAL_RETENTION, value -> only("main", value));
    LocalServerOptions.Builder options =
        directories(section)
            .orElseGet(() -> LocalServerOptions.builder(Path.of("/"), "invalid").build())
            .toBuilder()
            .walCompression(walCompression(section));
    section
        .findSet(ConfigurationOption.MINIMUM_REDUNDANCY, ConfigurationValues::count)
        .ifPresent(options::minimumRedundancy);
    return new LocalServerConfiguration(options.build(), settings(section), List.of());
  }

  private static void requireMethod(ConfigurationSection section) {
    Optional<String> method =
        section.findSet(ConfigurationOption.BACKUP_METHOD, value -> only(METHOD, value));
    if (method.isEmpty() && section.entry(ConfigurationOption.BACKUP_METHOD).isEmpty()) {
      section.addError(
          ConfigurationOption.BACKUP_METHOD,
          "Not set, which is 'rsync'; this is for servers with backup_method = local-rsync");
    }
  }

  private static void requireConninfo(ConfigurationSection section) {
    if (section.text(ConfigurationOption.CONNINFO).isEmpty()) {
      section.addError(
          ConfigurationOption.CONNINFO,
          "Not set; expected a connection string, such as 'host=/run/postgresql user=postgres'");
    }
  }

  private static String only(String word, String value) {
    if (!value.equalsIgnoreCase(word)) {
      throw ConfigurationValues.expected("'" + word + "', the only one there is here", value);
    }
    return word;
  }

  private static Compression walCompression(ConfigurationSection section) {
    Optional<Codec> codec =
        section.find(ConfigurationOption.COMPRESSION, ConfigurationValues::codec);
    Codec levelOf = codec.orElse(Codec.GZIP);
    Compression compression =
        section
            .findSet(
                ConfigurationOption.COMPRESSION_LEVEL,
                value -> ConfigurationValues.level(levelOf, value))
            .orElseGet(() -> ConfigurationValues.level(levelOf, "medium"));
    return codec.isEmpty() ? Compression.NONE : compression;
  }

  /** Returns where everything is, empty if that cannot be made out. */
  static Optional<LocalServerOptions> directories(ConfigurationSection section) {
    Optional<Path> home =
        section.findSet(ConfigurationOption.BARMAN_HOME, ConfigurationValues::directory);
    try {
      return home.map(path -> directories(section, path));
    } catch (IllegalArgumentException e) {
      section.addError(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static LocalServerOptions directories(ConfigurationSection section, Path home) {
    LocalServerOptions.Builder options = LocalServerOptions.builder(home, section.name());
    path(section, ConfigurationOption.LOCK_DIRECTORY).ifPresent(options::lockDirectory);
    path(section, ConfigurationOption.BACKUP_DIRECTORY).ifPresent(options::serverDirectory);
    path(section, ConfigurationOption.BASE_DIRECTORY).ifPresent(options::baseDirectory);
    path(section, ConfigurationOption.WALS_DIRECTORY).ifPresent(options::walsDirectory);
    path(section, ConfigurationOption.CATALOGUE_DIRECTORY).ifPresent(options::catalogueDirectory);
    path(section, ConfigurationOption.INCOMING_DIRECTORY).ifPresent(options::incomingDirectory);
    path(section, ConfigurationOption.STREAMING_DIRECTORY).ifPresent(options::streamingDirectory);
    path(section, ConfigurationOption.ERRORS_DIRECTORY).ifPresent(options::errorsDirectory);
    return options.build();
  }

  private static Optional<Path> path(ConfigurationSection section, ConfigurationOption option) {
    return section.findSet(option, ConfigurationValues::directory);
  }

  /** Returns the directories of which no two may be the same. */
  static Map<ConfigurationOption, Path> uses(LocalServerOptions options) {
    Map<ConfigurationOption, Path> uses = new LinkedHashMap<>();
    uses.put(ConfigurationOption.BACKUP_DIRECTORY, options.serverDirectory());
    uses.put(ConfigurationOption.BASE_DIRECTORY, options.baseDirectory());
    uses.put(ConfigurationOption.WALS_DIRECTORY, options.walsDirectory());
    uses.put(ConfigurationOption.INCOMING_DIRECTORY, options.incomingDirectory());
    uses.put(ConfigurationOption.STREAMING_DIRECTORY, options.streamingDirectory());
    uses.put(ConfigurationOption.ERRORS_DIRECTORY, options.errorsDirectory());
    return uses;
  }

  private static Settings settings(ConfigurationSection section) {
    return new Settings(
        section.text(ConfigurationOption.CONNINFO),
        section.text(ConfigurationOption.DESCRIPTION),
        section.findSet(ConfigurationOption.ACTIVE, ConfigurationValues::flag).orElse(true),
        ConfiguredOptions.backups(section),
        ConfiguredOptions.checks(section),
        section.find(ConfigurationOption.RETENTION_POLICY, RetentionPolicy::parse),
        section
            .find(
                ConfigurationOption.RECOVERY_OPTIONS,
                value -> ConfigurationValues.words(value, Set.of("get-wal", "delta-restore")))
            .orElse(Set.of()));
  }

  LocalServerConfiguration withProblems(List<ConfigurationProblem> found) {
    return new LocalServerConfiguration(serverOptions, settings, found);
  }

  /** Returns where the server's directory is and how it is kept. */
  public LocalServerOptions serverOptions() {
    return serverOptions;
  }

  /** Returns libpq's connection string, as it is written. It may have a password in it. */
  public String conninfo() {
    return settings.conninfo().orElseThrow();
  }

  /** Returns the description for people, empty if there is none. */
  public Optional<String> description() {
    return settings.description();
  }

  /** Tells whether backups may be made. */
  public boolean isActive() {
    return settings.active();
  }

  /** Returns how backups are made; names and listeners are for the caller to add. */
  public LocalBackupOptions backupOptions() {
    return settings.backupOptions();
  }

  /** Returns what a check expects; how to ask PostgreSQL is for the caller to add. */
  public CheckOptions checkOptions() {
    return settings.checkOptions();
  }

  /** Returns which backups are to stay, empty if all are. */
  public Optional<RetentionPolicy> retentionPolicy() {
    return settings
        .retentionPolicy()
        .map(policy -> policy.withMinimumRedundancy(serverOptions.minimumRedundancy()));
  }

  /** Tells whether a restored server fetches its WAL itself: {@code get-wal}. */
  public boolean restoresFetchWal() {
    return settings.recoveryOptions().contains("get-wal");
  }

  /** Tells whether a restore may go over an old data directory: {@code delta-restore}. */
  public boolean restoresAreDelta() {
    return settings.recoveryOptions().contains("delta-restore");
  }

  /** Returns what is worth knowing and no error, as it follows in the files. */
  public List<ConfigurationProblem> problems() {
    return problems;
  }
}
