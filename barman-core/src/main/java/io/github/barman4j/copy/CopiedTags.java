/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

/** Which tags are carried over where both stores have tags; a request for each object asked. */
public enum CopiedTags {
  /** None. */
  NONE,
  /**
   * Those of a backup's objects if its first one has any, and those of up to 1,000 WAL files in a
   * row if the first of them has any: archives are tagged as a whole, or not at all.
   */
  SAMPLED,
  /** Those of every object. */
  ALL
}
