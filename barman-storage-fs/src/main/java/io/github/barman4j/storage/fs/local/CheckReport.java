/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.json.Json;
import io.github.barman4j.storage.fs.local.CheckItem.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a check of a server directory found. Immutable.
 *
 * @param serverName whose directory it is
 * @param items Barman's in Barman's order, then those that Barman has not; as with Barman, some are
 *     there only when they failed
 */
public record CheckReport(String serverName, List<CheckItem> items) {

  /** Checks that all are there, and copies. */
  public CheckReport {
    Objects.requireNonNull(serverName, "serverName");
    items = List.copyOf(items);
  }

  /** Tells whether nothing failed; warnings and what could not be checked count as fine. */
  public boolean isOk() {
    return items.stream().noneMatch(item -> item.status() == Status.FAILED);
  }

  /** Tells whether nothing failed that a backup needs. */
  public boolean isFitForBackup() {
    return items.stream().noneMatch(item -> item.critical() && item.status() == Status.FAILED);
  }

  /** Returns the item of this name, empty if it is not in the report. */
  public Optional<CheckItem> find(String name) {
    return items.stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /** Returns the report as Barman prints it. */
  public String describe() {
    StringBuilder text = new StringBuilder("Server ").append(serverName).append(":\n");
    items.forEach(item -> text.append('\t').append(item).append('\n'));
    return text.toString();
  }

  /** Returns the report as {@code barman -f json check} prints it, on one line. */
  public String toJson() {
    Map<String, Object> checks = new LinkedHashMap<>();
    items.forEach(item -> checks.put(item.key(), json(item)));
    return Json.write(Map.of(serverName, checks));
  }

  private static Map<String, Object> json(CheckItem item) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("status", item.status().name());
    values.put("hint", item.words());
    return values;
  }
}
