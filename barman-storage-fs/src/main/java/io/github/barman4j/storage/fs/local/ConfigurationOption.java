/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Every option of {@code barman.conf} that a server with {@code backup_method = local-rsync} can
 * have, declared once: the reader and its documentation follow from it.
 *
 * @param name as in the file; a pattern where several are alike
 * @param place in which sections it counts
 * @param effect what is made of it
 * @param values what it can be
 * @param byDefault what it is where it is not set; empty for nothing
 * @param meaning for a person; of one that has no effect, why
 */
record ConfigurationOption(
    String name, Place place, Effect effect, String values, String byDefault, String meaning) {

  /** In which sections an option counts. */
  enum Place {
    /** Only in {@code [barman]}. */
    GLOBAL,
    /** Only in the server's own. */
    SERVER,
    /** In the server's own, else in {@code [barman]}. */
    BOTH
  }

  /** What is made of an option. */
  enum Effect {
    /** What Barman makes of it. */
    USED,
    /** Nothing, and nothing is missing. */
    NOT_NEEDED,
    /** Nothing, although Barman does something for it. */
    NOT_DONE,
    /** It must not be set. */
    REFUSED
  }

  private static final String PATH = "absolute path";
  private static final String FLAG = "true, false";
  private static final String COUNT = "number";

  static final ConfigurationOption BARMAN_HOME =
      used("barman_home", Place.GLOBAL, PATH, "", "Required. Directory of all servers.");
  static final ConfigurationOption LOCK_DIRECTORY =
      used("barman_lock_directory", Place.GLOBAL, PATH, "barman_home", "Barman's lock files.");
  static final ConfigurationOption FILES_DIRECTORY =
      used(
          "configuration_files_directory",
          Place.GLOBAL,
          PATH,
          "",
          "Its files `*.conf` are read too, in the order of their names; what comes later counts.");

  static final ConfigurationOption DESCRIPTION =
      used("description", Place.SERVER, "text", "", "For people.");
  static final ConfigurationOption ACTIVE =
      used("active", Place.SERVER, FLAG, "true", "false: no backups are made.");
  static final ConfigurationOption CONNINFO =
      used(
          "conninfo",
          Place.SERVER,
          "libpq connection string",
          "",
          "Required. A role that may make backups.");
  static final ConfigurationOption BACKUP_METHOD =
      used(
          "backup_method",
          Place.BOTH,
          "local-rsync",
          "",
          "Required, since Barman's default is another. No rsync is run for it.");
  static final ConfigurationOption BACKUP_OPTIONS =
      used(
          "backup_options",
          Place.BOTH,
          "concurrent_backup, external_configuration",
          "concurrent_backup",
          "All backups are concurrent; configuration files outside of PGDATA are copied in any"
              + " case.");
  static final ConfigurationOption IMMEDIATE_CHECKPOINT =
      used(
          "immediate_checkpoint",
          Place.BOTH,
          FLAG,
          "false",
          "Have PostgreSQL do the checkpoint at the start of a backup at once.");
  static final ConfigurationOption REUSE_BACKUP =
      used(
          "reuse_backup",
          Place.BOTH,
          "off, copy, link",
          "off",
          "How files that have not changed since the backup before are taken from it.");
  static final ConfigurationOption PARALLEL_JOBS =
      used("parallel_jobs", Place.BOTH, COUNT, "1", "Files copied at once.");
  static final ConfigurationOption BANDWIDTH_LIMIT =
      used(
          "bandwidth_limit",
          Place.BOTH,
          "KiB/s",
          "",
          "Of each of parallel_jobs; here, so many times as much of all together. 0 is no limit.");
  static final ConfigurationOption TABLESPACE_LIMIT =
      used(
          "tablespace_bandwidth_limit",
          Place.BOTH,
          "name:KiB/s, …",
          "",
          "The same for single tablespaces, instead of bandwidth_limit. Separated by blanks;"
              + " commas, too, which Barman does not understand.");
  static final ConfigurationOption MANIFEST =
      used(
          "autogenerate_manifest",
          Place.BOTH,
          FLAG,
          "false",
          "Write a backup_manifest, with which the backup can be verified.");
  static final ConfigurationOption KEEPALIVE =
      used(
          "keepalive_interval",
          Place.BOTH,
          "seconds",
          "30",
          "The connection is used this often while files are copied; 0 or less: not.");
  static final ConfigurationOption ARCHIVER =
      used(
          "archiver",
          Place.BOTH,
          FLAG,
          "true",
          "Archive what archive_command puts into incoming_wals_directory. Where"
              + " streaming_archiver is off too it counts as on, as with Barman.");
  static final ConfigurationOption STREAMING_ARCHIVER =
      used(
          "streaming_archiver",
          Place.BOTH,
          FLAG,
          "false",
          "Only that checks allow for it: pg_receivewal is not run, and what it left is archived by"
              + " Barman.");
  static final ConfigurationOption COMPRESSION =
      used(
          "compression",
          Place.BOTH,
          "gzip, pigz, pygzip, bzip2, pybzip2, xz, zstd, lz4, snappy",
          "",
          "Of WAL. The first five only, unless the directory has the modern layout.");
  static final ConfigurationOption COMPRESSION_LEVEL =
      used(
          "compression_level",
          Place.BOTH,
          "low, medium, high, number",
          "medium",
          "Barman's levels, a number no codec has is the nearest that it has.");

  static final ConfigurationOption BACKUP_DIRECTORY =
      used("backup_directory", Place.SERVER, PATH, "barman_home/server", "The server's directory.");
  static final ConfigurationOption BASE_DIRECTORY =
      used("basebackups_directory", Place.SERVER, PATH, "base", "In it, the backups.");
  static final ConfigurationOption WALS_DIRECTORY =
      used("wals_directory", Place.SERVER, PATH, "wals", "In it, the archived WAL.");
  static final ConfigurationOption INCOMING_DIRECTORY =
      used("incoming_wals_directory", Place.SERVER, PATH, "incoming", "In it, WAL to archive.");
  static final ConfigurationOption STREAMING_DIRECTORY =
      used(
          "streaming_wals_directory", Place.SERVER, PATH, "streaming", "In it, WAL as it streams.");
  static final ConfigurationOption ERRORS_DIRECTORY =
      used("errors_directory", Place.SERVER, PATH, "errors", "In it, WAL not fit to archive.");
  static final ConfigurationOption CATALOGUE_DIRECTORY =
      used("xlogdb_directory", Place.BOTH, PATH, "wals_directory", "WAL catalogue since 3.13.");

  static final ConfigurationOption MINIMUM_REDUNDANCY =
      used("minimum_redundancy", Place.BOTH, COUNT, "0", "Backups that no deletion goes below.");
  static final ConfigurationOption RETENTION_POLICY =
      used(
          "retention_policy",
          Place.BOTH,
          "REDUNDANCY n, RECOVERY WINDOW OF n DAYS, WEEKS or MONTHS",
          "",
          "Which backups are obsolete.");
  static final ConfigurationOption RETENTION_MODE =
      used("retention_policy_mode", Place.BOTH, "auto", "auto", "Barman has no other.");
  static final ConfigurationOption WAL_RETENTION =
      used("wal_retention_policy", Place.BOTH, "main", "main", "Barman has no other.");
  static final ConfigurationOption LAST_BACKUP_AGE =
      used(
          "last_backup_maximum_age",
          Place.BOTH,
          "n HOURS, DAYS, WEEKS or MONTHS",
          "",
          "A check fails when the last backup is older.");
  static final ConfigurationOption LAST_WAL_AGE =
      used(
          "last_wal_maximum_age",
          Place.BOTH,
          "n HOURS, DAYS, WEEKS or MONTHS",
          "",
          "A check fails when the last WAL is older.");
  static final ConfigurationOption LAST_BACKUP_SIZE =
      used(
          "last_backup_minimum_size",
          Place.BOTH,
          "bytes, or k, Ki, M, Mi, G, Gi, T, Ti of them",
          "",
          "A check fails when the last backup is smaller.");
  static final ConfigurationOption INCOMING_QUEUE =
      used(
          "max_incoming_wals_queue",
          Place.BOTH,
          COUNT,
          "",
          "A check fails when more WAL files wait to be archived.");
  static final ConfigurationOption CHECK_TIMEOUT =
      used("check_timeout", Place.BOTH, "seconds", "30", "A check fails that takes longer.");
  static final ConfigurationOption RECOVERY_OPTIONS =
      used(
          "recovery_options",
          Place.BOTH,
          "get-wal, delta-restore",
          "",
          "Restores have PostgreSQL fetch its WAL; restores may go over an old data directory.");

  private static final List<ConfigurationOption> NO_EFFECT =
      List.of(
          refused("ssh_command", "Backups of this method are made on the server's own host."),
          refused("primary_ssh_command", "Passive nodes are not there."),
          refused("backup_compression", "Backups of this method are not compressed."),
          refused("encryption", "Nothing is encrypted here; Barman does not back up with it."),
          notDone(
              "(?:pre|post)_(?:backup|archive|delete|wal_delete|recovery)(?:_retry)?_script",
              "Hook scripts are not run; have what starts the program do it, such as"
                  + " ExecStartPre= and ExecStartPost= of a systemd service."),
          notDone("worm_mode", "Files are renamed and removed as if it were off."),
          notDone("slot_name", "WAL is not streamed."),
          notDone("create_slot", "WAL is not streamed."),
          notDone("streaming_conninfo", "WAL is not streamed."),
          notDone("primary_conninfo", "A primary is not asked to switch WAL for its standby."),
          notDone("custom_(?:de)?compression_.*", "Programs are not run to compress."),
          notDone("encryption_.*", "Nothing is encrypted or decrypted."),
          notNeeded("barman_user", "Work is done by who starts it, who must own PGDATA."),
          notNeeded("archiver_batch_size", "All that waits is archived in one go."),
          notNeeded("path_prefix", "No programs are run."),
          notNeeded("log_(?:file|level|format)", "Logging is up to the program."),
          notNeeded("network_compression", "There is no network between."),
          notNeeded("basebackup_retry_(?:times|sleep)", "Copies on one host are not tried again."),
          notNeeded("parallel_jobs_start_batch_(?:size|period)", "No processes are started."),
          notNeeded("lock_directory_cleanup", "Lock files are left to Barman."),
          notNeeded("config_changes_queue", "Configurations are only read."),
          notNeeded("forward_config_path", "No other programs are started."),
          notNeeded("cluster", "Models are not there."),
          notNeeded("primary_checkpoint_timeout", "It is about streaming from a standby."),
          notNeeded("streaming_(?:archiver|backup)_.*", "WAL and backups are not streamed."),
          notNeeded("wal_(?:streaming_)?conninfo", "WAL is not streamed."),
          notNeeded("backup_compression_.*", "It is about another backup method."),
          notNeeded("(?:local_|recovery_)?staging_.*", "It is about another backup method."),
          notNeeded("combine_mode", "It is about another backup method."),
          notNeeded("warehousepg_.*", "It is about another server."),
          notNeeded("(?:snapshot|aws|azure|gcp|cloud)_.*", "It is about clouds."));

  static final List<ConfigurationOption> ALL = all();

  /** Returns all in the order of the documentation, which is that of their declarations. */
  private static List<ConfigurationOption> all() {
    return java.util.stream.Stream.concat(
            Arrays.stream(
                new ConfigurationOption[] {
                  BARMAN_HOME,
                  LOCK_DIRECTORY,
                  FILES_DIRECTORY,
                  DESCRIPTION,
                  ACTIVE,
                  CONNINFO,
                  BACKUP_METHOD,
                  BACKUP_OPTIONS,
                  IMMEDIATE_CHECKPOINT,
                  REUSE_BACKUP,
                  PARALLEL_JOBS,
                  BANDWIDTH_LIMIT,
                  TABLESPACE_LIMIT,
                  MANIFEST,
                  KEEPALIVE,
                  ARCHIVER,
                  STREAMING_ARCHIVER,
                  COMPRESSION,
                  COMPRESSION_LEVEL,
                  BACKUP_DIRECTORY,
                  BASE_DIRECTORY,
                  WALS_DIRECTORY,
                  INCOMING_DIRECTORY,
                  STREAMING_DIRECTORY,
                  ERRORS_DIRECTORY,
                  CATALOGUE_DIRECTORY,
                  MINIMUM_REDUNDANCY,
                  RETENTION_POLICY,
                  RETENTION_MODE,
                  WAL_RETENTION,
                  LAST_BACKUP_AGE,
                  LAST_WAL_AGE,
                  LAST_BACKUP_SIZE,
                  INCOMING_QUEUE,
                  CHECK_TIMEOUT,
                  RECOVERY_OPTIONS
                }),
            NO_EFFECT.stream())
        .toList();
  }

  /** Checks that all is there. */
  ConfigurationOption {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(values, "values");
    Objects.requireNonNull(byDefault, "byDefault");
    Objects.requireNonNull(meaning, "meaning");
  }

  private static ConfigurationOption used(
      String name, Place place, String values, String byDefault, String meaning) {
    return new ConfigurationOption(name, place, Effect.USED, values, byDefault, meaning);
  }

  private static ConfigurationOption refused(String name, String meaning) {
    return new ConfigurationOption(name, Place.BOTH, Effect.REFUSED, "", "", meaning);
  }

  private static ConfigurationOption notDone(String name, String meaning) {
    return new ConfigurationOption(name, Place.BOTH, Effect.NOT_DONE, "", "", meaning);
  }

  private static ConfigurationOption notNeeded(String name, String meaning) {
    return new ConfigurationOption(name, Place.BOTH, Effect.NOT_NEEDED, "", "", meaning);
  }

  /** Returns the option of a key, empty if Barman has none of that name either. */
  static Optional<ConfigurationOption> find(String key) {
    return ALL.stream().filter(option -> option.matches().test(key)).findFirst();
  }

  private Predicate<String> matches() {
    return Pattern.compile(name).asMatchPredicate();
  }

  /** Returns whether the option counts in a section of that name. */
  boolean countsIn(String section) {
    return switch (place) {
      case BOTH -> true;
      case GLOBAL -> section.equals(BarmanConfiguration.GLOBAL);
      case SERVER -> !section.equals(BarmanConfiguration.GLOBAL);
    };
  }

  @Override
  public String toString() {
    return name.toLowerCase(Locale.ROOT);
  }
}
