/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The checksums that a {@code backup_manifest} may have, under PostgreSQL's names.
 *
 * @see <a href="https://www.postgresql.org/docs/current/backup-manifest-files.html">manifest
 *     files</a>
 */
public enum ChecksumAlgorithm {
  /** None: sizes only. */
  NONE,
  /** CRC-32C, PostgreSQL's default. */
  CRC32C,
  /** SHA-224. */
  SHA224,
  /** SHA-256. */
  SHA256,
  /** SHA-384. */
  SHA384,
  /** SHA-512. */
  SHA512;

  /** Begins a checksum of one file, for one thread. */
  public Checksum start() {
    return switch (this) {
      case NONE -> new Checksum.None();
      case CRC32C -> new Checksum.Crc();
      default -> new Checksum.Sha(digest("SHA-" + name().substring(3)));
    };
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }
}
