/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import java.io.IOException;

/** A {@code backup_manifest} is not what PostgreSQL writes: the message says where and what. */
public final class MalformedManifestException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Makes the error. */
  MalformedManifestException(String message) {
    super(message);
  }
}
