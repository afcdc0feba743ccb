/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

/**
 * The engine ends, so nothing is known to be done, and somebody else may do it. It must not become
 * an exit code: PostgreSQL would take it for the end of the archive.
 */
final class EngineClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EngineClosedException(Throwable cause) {
    super(cause);
  }
}
