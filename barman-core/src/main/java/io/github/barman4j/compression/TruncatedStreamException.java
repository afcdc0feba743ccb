/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.Serial;

/** Compressed content that ends before its codec says it may; an empty object is one. */
public final class TruncatedStreamException extends MalformedStreamException {
  @Serial private static final long serialVersionUID = 1L;

  /** With how much there was. */
  public TruncatedStreamException(String message) {
    super(message);
  }

  /** With how much there was, and what the decoder said. */
  public TruncatedStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
