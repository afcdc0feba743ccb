/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Makes options of this library from those of a section; what is wrong is collected in it. */
final class ConfiguredOptions {

  private static final int DEFAULT_TIMEOUT = 30;
  private static final int KIBIBYTE = 1024;

  /** Bytes per second that nothing reaches. */
  private static final long UNLIMITED = 1L << 50;

  private ConfiguredOptions() {}

  static LocalBackupOptions backups(ConfigurationSection section) {
    LocalBackupOptions.Builder options = LocalBackupOptions.builder();
    int jobs =
        section.findSet(ConfigurationOption.PARALLEL_JOBS, ConfiguredOptions::workers).orElse(1);
    options.workers(jobs);
    if (flag(section, ConfigurationOption.IMMEDIATE_CHECKPOINT)) {
      options.fastCheckpoint();
    }
    if (flag(section, ConfigurationOption.MANIFEST)) {
      options.manifest();
    }
    section
        .findSet(ConfigurationOption.REUSE_BACKUP, ConfiguredOptions::reuse)
        .ifPresent(options::reuse);
    section
        .findSet(ConfigurationOption.KEEPALIVE, ConfigurationValues::integer)
        .ifPresent(seconds -> keepAlive(options, seconds));
    limits(section, options, jobs);
    return options.build();
  }

  private static boolean flag(ConfigurationSection section, ConfigurationOption option) {
    return section.findSet(option, ConfigurationValues::flag).orElse(false);
  }

  private static int workers(String value) {
    int workers = ConfigurationValues.positive(value);
    return LocalBackupOptions.builder().workers(workers).build().workers();
  }

  private static ReuseBackup reuse(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "off" -> ReuseBackup.OFF;
      case "copy" -> ReuseBackup.COPY;
      case "link" -> ReuseBackup.LINK;
      default -> throw ConfigurationValues.expected("off, copy or link", value);
    };
  }

  private static void keepAlive(LocalBackupOptions.Builder options, int seconds) {
    if (seconds > 0) {
      options.keepaliveInterval(Duration.ofSeconds(seconds));
    } else {
      options.withoutKeepalive();
    }
  }

  /** Barman limits each of its workers. */
  private static void limits(
      ConfigurationSection section, LocalBackupOptions.Builder options, int jobs) {
    section
        .find(ConfigurationOption.BANDWIDTH_LIMIT, ConfigurationValues::count)
        .filter(limit -> limit > 0)
        .ifPresent(limit -> options.bandwidthLimit(bytes(limit, jobs)));
    Map<String, Long> limits =
        section
            .find(ConfigurationOption.TABLESPACE_LIMIT, ConfigurationValues::limits)
            .orElse(Map.of());
    limits.forEach(
        (name, limit) ->
            options.tablespaceBandwidthLimit(name, limit == 0 ? UNLIMITED : bytes(limit, jobs)));
  }

  private static long bytes(long limit, int jobs) {
    return Math.min(UNLIMITED, limit * KIBIBYTE * jobs);
  }

  static CheckOptions checks(ConfigurationSection section) {
    CheckOptions.Builder checks = CheckOptions.builder();
    section
        .findSet(ConfigurationOption.LAST_BACKUP_AGE, ConfigurationValues::age)
        .ifPresent(checks::lastBackupMaximumAge);
    section
        .findSet(ConfigurationOption.LAST_WAL_AGE, ConfigurationValues::age)
        .ifPresent(checks::lastWalMaximumAge);
    section
        .findSet(ConfigurationOption.LAST_BACKUP_SIZE, ConfigurationValues::size)
        .ifPresent(checks::lastBackupMinimumSize);
    section
        .findSet(ConfigurationOption.INCOMING_QUEUE, ConfigurationValues::count)
        .ifPresent(checks::maxIncomingWalsQueue);
    section.text(ConfigurationOption.RETENTION_POLICY).ifPresent(checks::retentionPolicy);
    int seconds =
        section
            .findSet(ConfigurationOption.CHECK_TIMEOUT, ConfigurationValues::positive)
            .orElse(DEFAULT_TIMEOUT);
    checks.timeout(Duration.ofSeconds(seconds));
    archivers(section, checks);
    return checks.build();
  }

  private static void archivers(ConfigurationSection section, CheckOptions.Builder checks) {
    boolean streaming =
        section
            .findSet(ConfigurationOption.STREAMING_ARCHIVER, ConfigurationValues::flag)
            .orElse(false);
    boolean archiver =
        section.findSet(ConfigurationOption.ARCHIVER, ConfigurationValues::flag).orElse(false);
    if (streaming) {
      checks.streamingArchiver();
      section
          .entry(ConfigurationOption.STREAMING_ARCHIVER)
          .map(
              entry ->
                  entry.problem(
                      ConfigurationProblem.Severity.WARNING,
                      "pg_receivewal is not run here, and what it left is archived by Barman only"))
          .ifPresent(section::add);
    }
    if (streaming && !archiver) {
      checks.withoutArchiver();
    }
  }
}
