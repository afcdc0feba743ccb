/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import java.util.Set;

/**
 * What a manifest says of a file.
 *
 * @param path below the data directory, with slashes
 * @param size in bytes
 * @param algorithm of the checksum, {@code CRC32C}, {@code SHA256} and so on; empty for none
 * @param checksum in hexadecimal digits, empty for none
 */
public record ManifestFile(String path, long size, String algorithm, String checksum) {

  private static final Set<String> LEFT_ALONE =
      Set.of(
          "backup_manifest", "postgresql.auto.conf", "recovery.signal", "standby.signal", "pg_wal");

  /** Tells whether a file below the data directory is one that {@code pg_verifybackup} compares. */
  public static boolean isCompared(String path) {
    int slash = path.indexOf('/');
    return !LEFT_ALONE.contains(slash < 0 ? path : path.substring(0, slash));
  }
}
