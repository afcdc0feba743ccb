/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a copied file has besides its content.
 *
 * @param permissions of its owner, its group and others
 * @param modified when the original was modified
 */
record FileTraits(Set<PosixFilePermission> permissions, FileTime modified) {

  private static final List<PosixFilePermission> BITS =
      List.of(
          PosixFilePermission.OTHERS_EXECUTE,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_READ);

  FileTraits {
    permissions = Set.copyOf(permissions);
  }

  /** Returns the permissions as a number. */
  int mode() {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |= 1 << BITS.indexOf(permission);
    }
    return mode;
  }

  /** Returns the permissions that a number says. */
  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : BITS) {
      if ((mode & (1 << BITS.indexOf(permission))) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }
}
