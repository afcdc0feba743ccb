/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link ObjectStores#probe} found out about a store. Immutable.
 *
 * @param store its location, without secrets
 * @param capabilities what the store says of itself
 * @param checks what was tried, in the order it was
 * @param leftovers objects that the probe wrote and could not remove, or not tell to be gone
 */
public record ProbeReport(
    URI store, StoreCapabilities capabilities, List<ProbeCheck> checks, List<ObjectKey> leftovers) {

  /** Checks that all are there and copies. */
  public ProbeReport {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(capabilities, "capabilities");
    checks = List.copyOf(checks);
    leftovers = List.copyOf(leftovers);
  }

  /** Tells whether everything works that backup, WAL archiving, restore and retention need. */
  public boolean isUsable() {
    return checks.stream().noneMatch(ProbeCheck::isObstacle);
  }

  /** Returns a check by its name, empty if there is none of that name. */
  public Optional<ProbeCheck> find(String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst();
  }

  /** Returns the report as a table for a person, several lines. */
  public String describe() {
    return ProbeText.text(this);
  }

  /** Returns the report as JSON, one line; sizes are bytes, times are milliseconds. */
  public String toJson() {
    return ProbeText.json(this);
  }
}
