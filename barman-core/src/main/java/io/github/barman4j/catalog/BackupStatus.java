/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

/** How far a backup got, in Barman's words. */
public enum BackupStatus {
  /** Nothing was recorded; what a {@code backup.info} without status means. */
  EMPTY,
  /** Running, or its writer died. */
  STARTED,
  /** Ended with an error; not to be restored. */
  FAILED,
  /** Copied, but not all WAL up to its end has been archived yet. */
  WAITING_FOR_WALS,
  /** Whole. */
  DONE,
  /** Being copied from another Barman. */
  SYNCING;

  /** Tells whether all data of the backup is there. */
  public boolean isRestorable() {
    return this == DONE || this == WAITING_FOR_WALS;
  }
}
