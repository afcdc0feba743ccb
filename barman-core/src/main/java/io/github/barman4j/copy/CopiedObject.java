/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.storage.ObjectKey;
import java.util.Objects;

/**
 * An object to be copied.
 *
 * @param source its key in the source's store
 * @param target its key in the target's store
 * @param size in bytes
 * @param present whether an object of that size is at the target already
 */
public record CopiedObject(ObjectKey source, ObjectKey target, long size, boolean present) {

  /** Checks that both keys are there. */
  public CopiedObject {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
  }
}
