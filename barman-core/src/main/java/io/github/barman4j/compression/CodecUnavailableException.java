/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.io.Serial;

/** A codec whose native library cannot be loaded here; says nothing about any content. */
public final class CodecUnavailableException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  CodecUnavailableException(Codec codec, Error cause) {
    super(message(codec, cause), cause);
  }

  private static String message(Codec codec, Error cause) {
    return "%s is not available: its native library cannot be loaded (%s). It is unpacked into %s, where writing and executing files must be allowed; name another directory with -Djava.io.tmpdir=DIRECTORY, for the programs in BARMAN4J_JAVA_OPTIONS"
        .formatted(codec, firstLine(root(cause)), System.getProperty("java.io.tmpdir"));
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("");
  }
}
