/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A local WAL file as it was when it was looked at: two looks are equal if they were at the same
 * file, unchanged, by whichever path.
 *
 * @param name of the file
 * @param file what identifies it on this machine
 * @param bytes its size
 * @param modified when it was last written
 */
record SeenWal(WalFileName name, Object file, long bytes, FileTime modified) {

  static SeenWal of(WalFileName name, Path path) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = seen.fileKey();
    Object file = key == null ? path.toAbsolutePath() : key;
    return new SeenWal(name, file, seen.size(), seen.lastModifiedTime());
  }
}
