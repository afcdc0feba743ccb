/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import io.github.barman4j.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as text and as JSON. */
final class ProbeText {

  private ProbeText() {}

  static String text(ProbeReport report) {
    StringBuilder out = new StringBuilder("Store " + report.store() + "\n");
    out.append(report.isUsable() ? "Usable for backups: yes\n" : "Usable for backups: NO, see ");
    if (!report.isUsable()) {
      out.append(obstacles(report)).append('\n');
    }
    report.checks().forEach(check -> out.append(row(check)));
    return out.append(limits(report.capabilities())).append(leftovers(report)).toString();
  }

  private static String obstacles(ProbeReport report) {
    return report.checks().stream()
        .filter(ProbeCheck::isObstacle)
        .map(ProbeCheck::name)
        .collect(Collectors.joining(", "));
  }

  private static String row(ProbeCheck check) {
    String row =
        String.format(
            Locale.ROOT,
            "  %-7s  %-18s  %,6d ms  %s\n",
            check.outcome(),
            check.name(),
            check.took().toMillis(),
            check.detail());
    return check.hint().isEmpty() ? row : row + "           -> " + check.hint() + "\n";
  }

  private static String limits(StoreCapabilities store) {
    return String.format(
        Locale.ROOT,
        """
        Limits as the store says: objects of %s, %,d parts, %,d keys in one delete
        Object lock: %s
        """,
        size(store.maxObjectSize()),
        store.maxParts(),
        store.maxDeleteBatch(),
        store.objectLock() ? "yes; not tried, because a locked object would stay" : "no");
  }

  private static String size(long bytes) {
    return bytes == Long.MAX_VALUE ? "any size" : String.format(Locale.ROOT, "%,d bytes", bytes);
  }

  private static String leftovers(ProbeReport report) {
    List<ObjectKey> keys = report.leftovers();
    String list = keys.stream().map(key -> "  " + key + "\n").collect(Collectors.joining());
    return keys.isEmpty() ? "Left behind: nothing\n" : "Left behind, delete by hand:\n" + list;
  }

  static String json(ProbeReport report) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("store", report.store());
    out.put("usable", report.isUsable());
    out.put("checks", report.checks().stream().map(ProbeText::json).toList());
    out.put("capabilities", json(report.capabilities()));
    out.put("leftovers", report.leftovers());
    return Json.write(out);
  }

  private static Map<String, Object> json(ProbeCheck check) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", check.name());
    out.put("needed", check.needed());
    out.put("outcome", check.outcome().name().toLowerCase(Locale.ROOT));
    out.put("took_ms", check.took().toMillis());
    out.put("detail", check.detail());
    out.put("hint", check.hint());
    return out;
  }

  private static Map<String, Object> json(StoreCapabilities store) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("conditional_create", store.conditionalCreate());
    out.put("conditional_update", store.conditionalUpdate());
    out.put("tags", store.tags());
    out.put("object_lock", store.objectLock());
    out.put("empty_names", store.emptyNames());
    out.put("max_object_size", store.maxObjectSize());
    out.put("max_parts", store.maxParts());
    out.put("max_delete_batch", store.maxDeleteBatch());
    return out;
  }
}
