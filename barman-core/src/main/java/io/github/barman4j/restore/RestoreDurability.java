/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** Whether the restored files survive a crash of the machine from the moment a restore returns. */
public enum RestoreDurability {
  /** All files and directories are synced to disk before the restore returns. */
  SYNCED,

  /**
   * The operating system writes them when it likes, as after {@code pg_basebackup --no-sync}: after
   * a crash of the machine the directory is worth nothing, and nothing in it says so. For a server
   * that is started at once, which syncs the whole directory itself before it recovers (see {@code
   * recovery_init_sync_method}), or a restore that can be repeated.
   */
  LEFT_TO_SYSTEM
}
