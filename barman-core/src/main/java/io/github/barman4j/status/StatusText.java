/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.UnreadableBackup;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.wal.WalRange;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A status as text and as JSON. */
final class StatusText {

  private static final double MIB = 1 << 20;
  private static final String NONE = "none";

  private StatusText() {}

  static String describe(ArchiveStatus status) {
    StringBuilder out = new StringBuilder();
    row(out, "Server", status.serverName());
    row(out, "Recoverable", window(status));
    row(out, "Last backup", status.lastDone().map(StatusText::ended).orElse(NONE));
    row(out, "Last failed", status.lastFailed().map(StatusText::failed).orElse(NONE));
    row(out, "Backups", backups(status));
    row(out, "WAL", wal(status));
    row(out, "Missing WAL", gaps(status.wal().gaps()));
    status.backups().forEach(backup -> row(out, "  " + backup.info().id(), line(backup)));
    status.unreadable().forEach(one -> row(out, "  " + one.id(), reason(one)));
    status.running().forEach(id -> row(out, "  " + id, "running, or its process died"));
    return out.toString();
  }

  private static void row(StringBuilder out, String label, String text) {
    out.append(String.format(Locale.ROOT, "%-20s%s%n", label, text));
  }

  private static String window(ArchiveStatus status) {
    return status
        .firstOfWindow()
        .map(backup -> "from " + time(backup) + " to " + to(status))
        .orElse("nothing: there is no backup whose WAL is whole");
  }

  private static String to(ArchiveStatus status) {
    return status.recoverableTo().map(Lsn::toString).orElse("") + ", the end of the archive";
  }

  private static String time(BackupInfo backup) {
    return backup.endTime().map(OffsetDateTime::toString).orElse("an unknown time");
  }

  private static String ended(BackupInfo backup) {
    return backup.id() + name(backup) + ", ended " + time(backup);
  }

  private static String failed(BackupInfo backup) {
    return backup.id() + name(backup) + backup.error().map(error -> ": " + error).orElse("");
  }

  private static String name(BackupInfo backup) {
    return backup.name().map(name -> " (" + name + ")").orElse("");
  }

  private static String backups(ArchiveStatus status) {
    return status.backups().stream().filter(BackupOverview::isRecoverable).count()
        + " recoverable of "
        + (status.backups().size() + status.unreadable().size())
        + ", "
        + mebibytes(status.backupBytes());
  }

  private static String wal(ArchiveStatus status) {
    return status.wal().segmentCount()
        + " segments on timelines "
        + status.wal().timelines().stream()
            .map(TimelineId::toString)
            .collect(Collectors.joining(", "))
        + ", "
        + mebibytes(status.wal().segmentBytes());
  }

  private static String gaps(List<WalRange> gaps) {
    return gaps.isEmpty()
        ? NONE
        : gaps.stream().map(WalRange::toString).collect(Collectors.joining(", "));
  }

  private static String line(BackupOverview backup) {
    String keep = backup.keep() == null ? "" : ", kept " + backup.keep().word();
    return backup.info().status()
        + name(backup.info())
        + ", "
        + mebibytes(backup.bytes())
        + keep
        + fate(backup);
  }

  private static String fate(BackupOverview backup) {
    if (backup.missing() != null) {
      return ", NOT recoverable: WAL " + backup.missing() + " is missing";
    }
    String other = backup.info().isRestorable() ? ", NOT recoverable: it is not whole" : "";
    return backup.recoverableTo().map(lsn -> ", recovers to " + lsn).orElse(other);
  }

  private static String reason(UnreadableBackup backup) {
    return "unreadable: " + backup.cause().getMessage();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MiB", bytes / MIB);
  }

  static String json(ArchiveStatus status) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("server_name", status.serverName());
    out.put("made_at", status.madeAt().toString());
    out.put("recoverable_from", status.recoverableFrom().map(Object::toString).orElse(null));
    out.put("recoverable_to", status.recoverableTo().map(Lsn::toString).orElse(null));
    out.put("last_done", id(status.lastDone().orElse(null)));
    out.put("last_failed", id(status.lastFailed().orElse(null)));
    out.put("backup_bytes", status.backupBytes());
    out.put("backups", status.backups().stream().map(StatusText::json).toList());
    out.put("unreadable", ids(status.unreadable().stream().map(UnreadableBackup::id).toList()));
    out.put("running", ids(status.running()));
    out.put("wal_segments", status.wal().segmentCount());
    out.put("wal_bytes", status.wal().segmentBytes());
    out.put("wal_ranges", ranges(status.wal().ranges()));
    out.put("wal_gaps", ranges(status.wal().gaps()));
    return Json.write(out);
  }

  private static @Nullable String id(@Nullable BackupInfo backup) {
    return backup == null ? null : backup.id().value();
  }

  private static List<String> ids(List<BackupId> ids) {
    return ids.stream().map(BackupId::value).toList();
  }

  private static List<Map<String, Object>> ranges(List<WalRange> ranges) {
    return ranges.stream().map(StatusText::json).toList();
  }

  private static Map<String, Object> json(WalRange range) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("first", range.firstName().toString());
    out.put("last", range.lastName().toString());
    out.put("segments", range.count());
    return out;
  }

  private static Map<String, @Nullable Object> json(BackupOverview backup) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    BackupInfo info = backup.info();
    out.put("backup_id", info.id().value());
    out.put("backup_name", info.name().orElse(null));
    out.put("status", info.status().name());
    out.put("end_time", info.endTime().map(Object::toString).orElse(null));
    out.put("bytes", backup.bytes());
    out.put("keep", backup.keep() == null ? null : backup.keep().word());
    out.put("recoverable", backup.isRecoverable());
    out.put("recoverable_to", backup.recoverableTo().map(Lsn::toString).orElse(null));
    out.put("missing", backup.firstMissing().map(WalSegmentName::toString).orElse(null));
    return out;
  }
}
