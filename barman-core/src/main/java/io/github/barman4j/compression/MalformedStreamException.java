/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.io.Serial;

/**
 * Compressed content that is damaged, not of the codec its name says, or asks for too much memory.
 */
public class MalformedStreamException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what was found, and what was expected. */
  public MalformedStreamException(String message) {
    super(message);
  }

  /** With what was found, and what the decoder said. */
  public MalformedStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
