/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.storage.fs.local.LocalRetentionPlan;
import io.github.barman4j.storage.fs.local.LocalRetentionResult;
import io.github.barman4j.storage.fs.local.LocalServer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Carries a plan out, or only shows it. */
record Deletion(ServerCommand command, LocalServer server) {

  int run(LocalRetentionPlan plan, boolean dryRun) {
    if (dryRun) {
      command.print(plan.describe(), plan.toJson());
      return ExitCode.DONE;
    }
    LocalRetentionResult result = server.retention().apply(plan);
    command.print(text(result), json(result));
    return ExitCode.of(result.isComplete());
  }

  private static String text(LocalRetentionResult result) {
    StringBuilder text = new StringBuilder();
    result.deletedBackups().forEach(id -> text.append("Deleted backup ").append(id).append('\n'));
    result
        .skippedBackups()
        .forEach((id, why) -> text.append("Left backup %s: %s\n".formatted(id, why)));
    result
        .failedBackups()
        .forEach(
            (id, why) ->
                text.append("Failed with backup %s: %s\n".formatted(id, why.getMessage())));
    text.append(
        String.format(
            Locale.ROOT,
            "Deleted %d WAL files; %s are free\n",
            result.wal().files(),
            Words.bytes(result.freedBytes())));
    return text.toString();
  }

  private static String json(LocalRetentionResult result) {
    Map<String, Object> failed = new LinkedHashMap<>();
    result
        .failedBackups()
        .forEach((id, why) -> failed.put(id.value(), String.valueOf(why.getMessage())));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("deleted_backups", result.deletedBackups());
    json.put("skipped_backups", result.skippedBackups());
    json.put("failed_backups", failed);
    json.put("deleted_wal_files", result.wal().files());
    json.put("freed_bytes", result.freedBytes());
    return Json.write(json);
  }
}
