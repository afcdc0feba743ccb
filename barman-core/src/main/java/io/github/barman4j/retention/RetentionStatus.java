/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

/** The verdict of a policy on a backup. */
public enum RetentionStatus {
  /** The policy needs it. */
  VALID("VALID"),
  /** Nothing needs it: it goes. */
  OBSOLETE("OBSOLETE"),
  /** Only the minimum redundancy needs it. */
  POTENTIALLY_OBSOLETE("OBSOLETE*"),
  /** It is kept with all later WAL. */
  KEEP_FULL("KEEP:FULL"),
  /** It is kept with its own WAL. */
  KEEP_STANDALONE("KEEP:STANDALONE"),
  /** No policy applies: it is not whole, running, failed or unreadable. It stays. */
  NOT_JUDGED("-");

  private final String word;

  RetentionStatus(String word) {
    this.word = word;
  }

  /** Returns Barman's word for it. */
  public String word() {
    return word;
  }
}
