/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import java.io.IOException;

/** There are no credentials to show. */
final class GcsCredentialsException extends IOException {

  private static final long serialVersionUID = 1L;

  GcsCredentialsException(String message, IOException cause) {
    super(message, cause);
  }
}
