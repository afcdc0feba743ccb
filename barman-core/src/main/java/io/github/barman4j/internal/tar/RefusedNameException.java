/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

/**
 * A name in a tar that nothing is extracted to: the cause of the error that {@link TarReader#next}
 * throws, after which the reader goes on with the next member.
 */
public final class RefusedNameException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Makes the error. */
  RefusedNameException(String message) {
    super(message);
  }
}
