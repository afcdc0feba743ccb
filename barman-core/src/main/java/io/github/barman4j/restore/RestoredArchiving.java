/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** Whether a restored cluster archives its WAL. */
public enum RestoredArchiving {
  /**
   * It does not, whatever the backup's settings say: the archive they name is that of the cluster
   * which was backed up.
   */
  OFF,
  /** It archives as the cluster did that was backed up, and so perhaps into the same archive. */
  AS_IN_BACKUP
}
