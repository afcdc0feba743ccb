/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.internal.infofile.PythonLiteral;
import io.github.barman4j.internal.infofile.Timestamps;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineId;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backups as the JSON that {@code barman-cloud-backup-list} and {@code -show} print. */
public final class BackupJson {

  private BackupJson() {}

  /** Returns what {@code barman-cloud-backup-list --format json} prints, in the order given. */
  public static String list(Collection<BackupInfo> backups) {
    return Json.write(Map.of("backups_list", backups.stream().map(BackupJson::element).toList()));
  }

  /**
   * Returns what {@code barman-cloud-backup-show --format json} prints: the key is the {@code
   * server_name} in the file, which is {@code cloud} for cloud backups.
   */
  public static String show(BackupInfo backup) {
    Object server = backup.find(BackupField.SERVER_NAME).orElse("null");
    return Json.write(Map.of(server.toString(), element(backup)));
  }

  private static Map<String, @Nullable Object> element(BackupInfo backup) {
    Map<String, @Nullable Object> element = new LinkedHashMap<>();
    for (BackupField field : BackupField.values()) {
      if (!isHidden(field) || backup.find(field).isPresent()) {
        element.put(field.key(), value(field, backup));
      }
    }
    element.put("backup_id", backup.id().value());
    backup.beginTime().ifPresent(time -> element.put("begin_time_iso", iso(time)));
    backup.endTime().ifPresent(time -> element.put("end_time_iso", iso(time)));
    return element;
  }

  private static boolean isHidden(BackupField field) {
    return field == BackupField.BACKUP_NAME || field == BackupField.SNAPSHOTS_INFO;
  }

  private static String iso(OffsetDateTime time) {
    return Timestamps.format(time).replace(' ', 'T');
  }

  private static @Nullable Object value(BackupField field, BackupInfo backup) {
    return switch (field) {
      case STATUS -> backup.status().name();
      case XLOG_SEGMENT_SIZE -> backup.walSegmentSize().bytes();
      case TABLESPACES -> tablespaces(backup.tablespaces());
      case BACKUP_LABEL -> backup.find(field).map(PythonLiteral::format).orElse(null);
      default -> backup.find(field).map(BackupJson::plain).orElse(null);
    };
  }

  private static @Nullable List<List<Object>> tablespaces(List<Tablespace> tablespaces) {
    return tablespaces.isEmpty()
        ? null
        : tablespaces.stream().map(t -> List.<Object>of(t.name(), t.oid(), t.location())).toList();
  }

  private static Object plain(Object value) {
    if (value instanceof OffsetDateTime time) {
      return Timestamps.formatCtime(time);
    }
    if (value instanceof TimelineId timeline) {
      return timeline.number();
    }
    return value instanceof PostgresVersion version ? (Object) version.number() : value;
  }
}
