/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.tidy;

import io.github.barman4j.internal.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What is to be removed, and why.
 *
 * @param serverName whose archive it is
 * @param before nothing was done with anything in it from then on
 * @param items in the order of removal
 */
public record TidyPlan(String serverName, Instant before, List<TidyItem> items) {

  /** Copies the items. */
  public TidyPlan {
    Objects.requireNonNull(serverName, "serverName");
    Objects.requireNonNull(before, "before");
    items = List.copyOf(items);
  }

  /** Returns the plan for a person, a line for each item. */
  public String describe() {
    return items.stream()
        .map(item -> "\n  " + item)
        .collect(Collectors.joining("", toString(), ""));
  }

  /** Returns the plan for a program, one line of JSON. */
  public String toJson() {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("server_name", serverName);
    plan.put("before", before.toString());
    plan.put("items", items.stream().map(TidyPlan::fields).toList());
    return Json.write(plan);
  }

  private static Map<String, String> fields(TidyItem item) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("kind", item.kind());
    fields.put("name", item.name());
    fields.put("reason", item.reason());
    return fields;
  }

  /** Returns a summary on one line. */
  @Override
  public String toString() {
    return "tidy '"
        + serverName
        + "': "
        + items.size()
        + " left by runs that ended before "
        + before;
  }
}
