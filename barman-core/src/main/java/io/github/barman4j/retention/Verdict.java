/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

/**
 * What was decided on a backup.
 *
 * @param status the policy's word
 * @param reason for a person
 * @param counted the policy relies on this backup
 */
record Verdict(RetentionStatus status, String reason, boolean counted) {

  static Verdict stays(RetentionStatus status, String reason) {
    return new Verdict(status, reason, false);
  }

  static Verdict counted(RetentionStatus status, String reason) {
    return new Verdict(status, reason, true);
  }

  static Verdict goes(String reason) {
    return new Verdict(RetentionStatus.OBSOLETE, reason, false);
  }

  boolean isDeleted() {
    return status == RetentionStatus.OBSOLETE;
  }

  /** Returns the verdict on the same backup being kept. */
  Verdict kept(RetentionStatus keep) {
    return new Verdict(keep, "kept; the policy says " + status.word() + ": " + reason, counted);
  }
}
