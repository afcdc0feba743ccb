/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

/** How a check of {@link ObjectStores#probe} ended. */
public enum ProbeOutcome {
  /** The store does it as promised. */
  OK,
  /** The store says that it cannot; the check's detail says what barman4j does instead. */
  MISSING,
  /** The store failed, or does not do what it says. */
  FAILED,
  /** Not tried, because something it needs failed. */
  SKIPPED
}
