/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalFileName;

/**
 * Is told what becomes of each upload of a {@link WalArchiver}. Called from the threads that
 * upload, one at a time; a slow one delays later uploads, not the answer to the one it is told of.
 * What it throws is logged and changes nothing.
 */
public interface WalArchiverListener {

  /** A file is durable in the archive, whether PostgreSQL has asked for it yet or not. */
  default void onArchived(ArchivedWal wal) {}

  /**
   * An upload failed. If PostgreSQL had not asked for the file, it will, and gets the error of the
   * upload that is made then.
   */
  default void onFailed(WalFileName name, Throwable error) {}
}
