/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

/** What a copy is doing. */
public enum CopyPhase {
  /** Compares what is at the target already with the source; nothing is written yet. */
  COMPARING,
  /** Copies timeline histories and WAL. */
  WAL,
  /** Copies backups, oldest first. */
  BACKUPS
}
