/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

/**
 * Where a server directory has its metadata, which changed with Barman 3.13 and 3.14. What any
 * layout holds is read whatever is set.
 */
public enum Layout {
  /**
   * As Barman up to 3.12 writes it: {@code base/ID/backup.info}, {@code wals/xlog.db} with four
   * columns. Newer Barman reads it, and makes it {@link #MODERN} step by step.
   */
  LEGACY,
  /**
   * As Barman since 3.13.2 writes it: {@code meta/ID-backup.info}, {@code wals/SERVER-xlog.db}. The
   * fifth column and the key that came with 3.14 are written only where there is something to say
   * in them. Older Barman sees no backups there.
   */
  MODERN,
  /**
   * What Barman of all ages reads: the metadata where and as {@link #LEGACY} has it, both WAL
   * catalogues, and a directory {@code meta}.
   */
  UNIVERSAL
}
