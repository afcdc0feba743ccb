/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

/**
 * Is told how a verification goes. Called from the threads that verify, one at a time; what it
 * throws is logged and changes nothing.
 */
public interface VerifyListener {

  /**
   * Bytes have been read from the store.
   *
   * @param bytesDone as stored, since the verification began
   * @param bytesTotal of all parts, as the listing said; WAL not included
   */
  default void progress(long bytesDone, long bytesTotal) {}

  /** A problem has been found; it is in the report too, unless the end shows that it is none. */
  default void found(Problem problem) {}
}
