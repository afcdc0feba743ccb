/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.TimelineId;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is known of a backup, for a person: sections of labelled rows. */
final class BackupText {

  private static final Set<BackupStatus> WITH_DATA =
      Set.of(BackupStatus.DONE, BackupStatus.WAITING_FOR_WALS);

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx", Locale.ROOT);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private final BackupInfo backup;
  private final StringBuilder out = new StringBuilder();

  private BackupText(BackupInfo backup) {
    this.backup = backup;
  }

  static String of(BackupInfo backup) {
    return new BackupText(backup).write();
  }

  private String write() {
    out.append("Backup ").append(backup.id()).append(":\n");
    boolean withData = WITH_DATA.contains(backup.status());
    head(withData);
    server();
    if (withData) {
      snapshots();
      tablespaces();
      base();
      children();
    } else {
      outer("Error", BackupField.ERROR);
    }
    return out.toString();
  }

  private void head(boolean withData) {
    outer("Backup Name", BackupField.BACKUP_NAME);
    outer("Server Name", BackupField.SERVER_NAME);
    outer("System Id", BackupField.SYSTEMID);
    outer("Status", backup.status());
    if (withData) {
      outer("PostgreSQL Version", BackupField.VERSION);
      outer("PGDATA directory", BackupField.PGDATA);
      backup.clusterSize().ifPresent(size -> outer("Estimated Cluster Size", pretty(size)));
    }
    out.append('\n');
  }

  private void server() {
    if (has(BackupField.DATA_CHECKSUMS) || has(BackupField.SUMMARIZE_WAL)) {
      section("Server information");
      inner("Checksums", BackupField.DATA_CHECKSUMS);
      inner("WAL summarizer", BackupField.SUMMARIZE_WAL);
      out.append('\n');
    }
  }

  private void snapshots() {
    if (backup.find(BackupField.SNAPSHOTS_INFO).orElse(null) instanceof Map<?, ?> info) {
      section("Snapshot information");
      info.forEach((name, value) -> inner(String.valueOf(name), value));
      out.append('\n');
    }
  }

  private void tablespaces() {
    if (!backup.tablespaces().isEmpty()) {
      section("Tablespaces");
      backup
          .tablespaces()
          .forEach(one -> inner(one.name(), one.location() + " (oid: " + one.oid() + ")"));
      out.append('\n');
    }
  }

  private void base() {
    section("Base backup information");
    inner("Backup Method", BackupField.MODE);
    inner("Encryption", BackupField.ENCRYPTION);
    backup
        .find(BackupField.DEDUPLICATED_SIZE)
        .ifPresent(size -> inner("Backup Size", pretty((Long) size)));
    inner("Backup Compression", BackupField.COMPRESSION);
    inner("Timeline", BackupField.TIMELINE);
    inner("Begin WAL", BackupField.BEGIN_WAL);
    inner("End WAL", BackupField.END_WAL);
    inner("Begin time", BackupField.BEGIN_TIME);
    inner("End time", BackupField.END_TIME);
    copyTime();
    inner("Begin Offset", BackupField.BEGIN_OFFSET);
    inner("End Offset", BackupField.END_OFFSET);
    inner("Begin LSN", BackupField.BEGIN_XLOG);
    inner("End LSN", BackupField.END_XLOG);
    out.append('\n');
  }

  private void copyTime() {
    if (backup.find(BackupField.COPY_STATS).orElse(null) instanceof Map<?, ?> statistics
        && statistics.get("copy_time") instanceof Number seconds) {
      inner("Copy time", Durations.words(seconds.doubleValue()));
    }
  }

  private void children() {
    outer("Children Backup(s)", BackupField.CHILDREN_BACKUP_IDS);
  }

  private boolean has(BackupField field) {
    return backup.find(field).isPresent();
  }

  private void section(String title) {
    out.append("  ").append(title).append(":\n");
  }

  private void outer(String label, BackupField field) {
    backup.find(field).ifPresent(value -> outer(label, text(value)));
  }

  private void outer(String label, Object value) {
    out.append("  %-23s: %s\n".formatted(label, value));
  }

  private void inner(String label, BackupField field) {
    backup.find(field).ifPresent(value -> inner(label, text(value)));
  }

  private void inner(String label, Object value) {
    out.append("    %-21s: %s\n".formatted(label, value));
  }

  private static Object text(Object value) {
    if (value instanceof OffsetDateTime time) {
      return (time.getNano() == 0 ? SECONDS : MICROSECONDS).format(time);
    }
    if (value instanceof TimelineId timeline) {
      return timeline.number();
    }
    return value instanceof PostgresVersion version ? version.number() : value;
  }

  /** Bytes in the largest unit of which there is at least one. */
  static String pretty(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    BigDecimal size = BigDecimal.valueOf(bytes);
    BigDecimal step = BigDecimal.valueOf(1024);
    int unit = 0;
    while (size.compareTo(step) >= 0 && unit < units.length - 1) {
      size = size.divide(step);
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : size.setScale(1, java.math.RoundingMode.HALF_EVEN) + " " + units[unit];
  }
}
