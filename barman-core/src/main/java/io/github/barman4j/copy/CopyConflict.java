/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.storage.ObjectKey;
import java.util.Objects;

/**
 * An object at the target that is not what would be copied there.
 *
 * @param key at the target
 * @param reason what differs, in words
 */
public record CopyConflict(ObjectKey key, String reason) {

  /** Checks that both are there. */
  public CopyConflict {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns key and reason. */
  @Override
  public String toString() {
    return key + ": " + reason;
  }
}
