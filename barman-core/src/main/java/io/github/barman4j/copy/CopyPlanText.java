/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.postgres.SystemIdentifier;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as text and as JSON. */
final class CopyPlanText {

  private CopyPlanText() {}

  static String text(CopyPlan plan) {
    StringBuilder out = new StringBuilder();
    out.append(plan).append(", made at ").append(plan.madeAt()).append('\n');
    String owner = plan.owner().map(SystemIdentifier::toString).orElse("unknown");
    out.append(line("owner", "the cluster with system identifier " + owner));
    out.append(line("history", plan.histories().size() + " timeline histories"));
    plan.wal().forEach(run -> out.append(line("WAL", run(run))));
    plan.backups().forEach(backup -> out.append(line("backup", backup(backup))));
    plan.skipped().forEach(skip -> out.append(line("SKIP", skip.id() + ": " + skip.reason())));
    plan.conflicts().forEach(conflict -> out.append(line("CONFLICT", conflict.toString())));
    return out.toString();
  }

  private static String line(String what, String text) {
    return String.format(Locale.ROOT, "%-8s %s\n", what, text);
  }

  private static String run(CopiedWal run) {
    return String.format(
        Locale.ROOT,
        "%s to %s, %,d files, %,d bytes; %,d files are there",
        run.first(),
        run.last(),
        run.files(),
        run.bytes(),
        run.presentFiles());
  }

  private static String backup(CopiedBackup backup) {
    return String.format(
        Locale.ROOT,
        "%s, %,d objects, %,d bytes; %,d objects are there%s",
        backup.id(),
        backup.objects().size(),
        backup.bytes(),
        present(backup),
        backup.keepTarget().map(keep -> "; kept, " + keep.word()).orElse(""));
  }

  private static long present(CopiedBackup backup) {
    return backup.objects().stream().filter(CopiedObject::present).count();
  }

  static String json(CopyPlan plan) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("source", archive(plan.source()));
    out.put("target", archive(plan.target()));
    out.put("selection", plan.selection());
    out.put("made_at", plan.madeAt());
    out.put("system_identifier", plan.owner().map(SystemIdentifier::toString).orElse(null));
    out.put("objects_to_copy", plan.objectsToCopy());
    out.put("bytes_to_copy", plan.bytesToCopy());
    out.put("present_objects", plan.presentObjects());
    out.put("present_bytes", plan.presentBytes());
    out.put("histories", plan.histories().stream().map(CopiedObject::source).toList());
    out.put("wal", plan.wal().stream().map(CopyPlanText::json).toList());
    out.put("backups", plan.backups().stream().map(CopyPlanText::json).toList());
    out.put("skipped", plan.skipped().stream().map(CopyPlanText::json).toList());
    out.put("conflicts", plan.conflicts().stream().map(CopyPlanText::json).toList());
    return Json.write(out);
  }

  private static Map<String, Object> archive(CopyPlan.Archive archive) {
    return pair("store", archive.store(), "server_name", archive.serverName());
  }

  private static Map<String, Object> json(SkippedBackup skip) {
    return pair("backup_id", skip.id(), "reason", skip.reason());
  }

  private static Map<String, Object> json(CopyConflict conflict) {
    return pair("key", conflict.key(), "reason", conflict.reason());
  }

  private static Map<String, Object> pair(String first, Object one, String second, Object two) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(first, one);
    out.put(second, two);
    return out;
  }

  private static Map<String, Object> json(CopiedWal run) {
    Map<String, Object> out = pair("first", run.first(), "last", run.last());
    out.put("files", run.files());
    out.put("bytes", run.bytes());
    out.put("present_files", run.presentFiles());
    out.put("present_bytes", run.presentBytes());
    return out;
  }

  private static Map<String, @Nullable Object> json(CopiedBackup backup) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("backup_id", backup.id());
    out.put("keep", backup.keepTarget().map(KeepTarget::word).orElse(null));
    out.put("objects", backup.objects().size());
    out.put("bytes", backup.bytes());
    out.put("present_objects", present(backup));
    return out;
  }
}
