/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

/**
 * What becomes of files that have not changed since the backup before: Barman's {@code
 * reuse_backup}.
 */
public enum ReuseBackup {
  /** They are copied from the data directory, as all others are. */
  OFF,
  /** They are copied from the backup before, so that the data directory is read less. */
  COPY,
  /** They are hard links to those in the backup before, which cost no space. */
  LINK
}
