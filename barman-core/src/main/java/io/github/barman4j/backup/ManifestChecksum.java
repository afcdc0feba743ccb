/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.io.ChecksumAlgorithm;

/** How a {@code backup_manifest} proves what files hold. */
public enum ManifestChecksum {
  /** No checksum: only names and sizes can be verified. */
  NONE,
  /** PostgreSQL's default: finds damage, costs nearly nothing. */
  CRC32C,
  /** Finds forgery too, if the manifest is kept apart. */
  SHA224,
  /** Finds forgery too, if the manifest is kept apart. */
  SHA256,
  /** Finds forgery too, if the manifest is kept apart. */
  SHA384,
  /** Finds forgery too, if the manifest is kept apart. */
  SHA512;

  ChecksumAlgorithm algorithm() {
    return ChecksumAlgorithm.valueOf(name());
  }
}
