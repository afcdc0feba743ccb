/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Objects;

/**
 * How to write an object.
 *
 * @param condition what must hold for the write to happen
 * @param tags given to the object; must be empty if the store has no tags
 * @param expectedSize in bytes, -1 if unknown; only a hint for the size of parts
 */
public record PutOptions(WriteCondition condition, ObjectTags tags, long expectedSize) {

  private static final PutOptions OVERWRITE =
      new PutOptions(WriteCondition.none(), ObjectTags.EMPTY, -1);
  private static final PutOptions IF_ABSENT = OVERWRITE.withCondition(WriteCondition.ifAbsent());

  /** Checks that condition and tags are there. */
  public PutOptions {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(tags, "tags");
  }

  /** Returns the options to replace what is at the key. */
  public static PutOptions overwrite() {
    return OVERWRITE;
  }

  /** Returns the options to write only where no object is. */
  public static PutOptions ifAbsent() {
    return IF_ABSENT;
  }

  /** Returns these options with another condition. */
  public PutOptions withCondition(WriteCondition newCondition) {
    return new PutOptions(newCondition, tags, expectedSize);
  }

  /** Returns these options with other tags. */
  public PutOptions withTags(ObjectTags newTags) {
    return new PutOptions(condition, newTags, expectedSize);
  }

  /** Returns these options with a hint of the size in bytes. */
  public PutOptions withExpectedSize(long bytes) {
    return new PutOptions(condition, tags, bytes);
  }
}
