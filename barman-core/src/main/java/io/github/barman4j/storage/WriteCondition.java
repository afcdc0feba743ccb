/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Objects;

/** What must hold at a key for a write to happen; checked by the store, atomically. */
public sealed interface WriteCondition {

  /** Returns the condition that always holds. */
  static WriteCondition none() {
    return new None();
  }

  /** Returns the condition that no object is at the key. */
  static WriteCondition ifAbsent() {
    return new IfAbsent();
  }

  /** Returns the condition that the object at the key is the version with this etag. */
  static WriteCondition ifMatch(String etag) {
    return new IfMatch(etag);
  }

  /** Always holds: an object at the key is replaced. */
  record None() implements WriteCondition {}

  /** Holds if no object is at the key. */
  record IfAbsent() implements WriteCondition {}

  /**
   * Holds if this version is at the key.
   *
   * @param etag of the version
   */
  record IfMatch(String etag) implements WriteCondition {
    /** Checks that the etag is there. */
    public IfMatch {
      Objects.requireNonNull(etag, "etag");
    }
  }
}
