/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import org.jspecify.annotations.Nullable;

/** A program ends with an exit code of its own, and a message for the user. */
final class ToolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  ToolException(int exitCode, @Nullable String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Makes the end that another failure means; its message is the cause's. */
  ToolException(int exitCode, Throwable cause) {
    super(cause.getMessage(), cause);
    this.exitCode = exitCode;
  }

  ToolException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
