/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A plan as text and as JSON. */
final class PlanText {

  private PlanText() {}

  static String text(RetentionPlan plan) {
    StringBuilder out = new StringBuilder();
    out.append(plan).append(", made at ").append(plan.madeAt()).append('\n');
    plan.backups().forEach(backup -> out.append(line(backup)));
    plan.wal().forEach(range -> out.append(line(range)));
    return out.toString();
  }

  private static String line(BackupVerdict backup) {
    return String.format(
        Locale.ROOT,
        "%-6s backup %s  %-15s %,d objects, %,d bytes: %s\n",
        fate(backup.deleted()),
        backup.id(),
        backup.status().word(),
        backup.objects(),
        backup.bytes(),
        backup.reason());
  }

  private static String line(WalRange range) {
    return String.format(
        Locale.ROOT,
        "%-6s WAL %s to %s, %,d files, %,d bytes: %s\n",
        fate(range.deleted()),
        range.first(),
        range.last(),
        range.files(),
        range.bytes(),
        range.reason());
  }

  private static String fate(boolean deleted) {
    return deleted ? "delete" : "keep";
  }

  static String json(RetentionPlan plan) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("server_name", plan.serverName());
    out.put("made_at", plan.madeAt());
    out.put("task", plan.task());
    out.put("freed_bytes", plan.freedBytes());
    out.put("backups", plan.backups().stream().map(PlanText::json).toList());
    out.put("wal", plan.wal().stream().map(PlanText::json).toList());
    return Json.write(out);
  }

  private static Map<String, Object> json(BackupVerdict backup) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("backup_id", backup.id());
    out.put("retention_status", backup.status().word());
    out.put("deleted", backup.deleted());
    out.put("reason", backup.reason());
    out.put("objects", backup.objects());
    out.put("bytes", backup.bytes());
    return out;
  }

  private static Map<String, Object> json(WalRange range) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("first", range.first());
    out.put("last", range.last());
    out.put("files", range.files());
    out.put("bytes", range.bytes());
    out.put("deleted", range.deleted());
    out.put("reason", range.reason());
    return out;
  }
}
