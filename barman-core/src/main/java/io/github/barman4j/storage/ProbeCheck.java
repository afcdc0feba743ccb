/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.time.Duration;
import java.util.Objects;

/**
 * One check of {@link ObjectStores#probe}.
 *
 * @param name what was tried, in few words; stays the same from release to release
 * @param needed whether backups fail or are unsafe if it fails
 * @param outcome how it ended
 * @param took how long it took; zero if it was not tried
 * @param detail what was seen, or what barman4j does instead
 * @param hint what to do about it, naming the store's option if one would help; empty if nothing
 */
public record ProbeCheck(
    String name, boolean needed, ProbeOutcome outcome, Duration took, String detail, String hint) {

  /** Checks that all are there. */
  public ProbeCheck {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(hint, "hint");
  }

  /** Tells whether this keeps the store from being used for backups. */
  public boolean isObstacle() {
    return needed && (outcome == ProbeOutcome.FAILED || outcome == ProbeOutcome.SKIPPED);
  }
}
