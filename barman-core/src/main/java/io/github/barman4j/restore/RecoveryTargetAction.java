/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.util.Locale;

/** What PostgreSQL does at the target: {@code recovery_target_action}. */
public enum RecoveryTargetAction {
  /** Stays read-only for queries, until {@code pg_wal_replay_resume()} promotes it. */
  PAUSE,
  /** Becomes a primary on a new timeline. */
  PROMOTE,
  /** Stops. */
  SHUTDOWN;

  /** Returns PostgreSQL's word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
