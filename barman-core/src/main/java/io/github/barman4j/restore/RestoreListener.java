/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/**
 * Is told how a restore goes. Called from the threads of the restore, one at a time; what it throws
 * is logged and changes nothing.
 */
public interface RestoreListener {

  /** A phase begins: extracting, staging WAL, syncing, in words. */
  default void phase(String name) {}

  /**
   * Bytes have been read from the store.
   *
   * @param bytesDone since the restore began
   * @param bytesTotal that the plan said
   */
  default void progress(long bytesDone, long bytesTotal) {}
}
