/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The file system back end of barman4j, and Barman's local backups. */
@org.jspecify.annotations.NullMarked
module io.github.barman4j.storage.fs {
  requires static transitive org.jspecify;
  requires transitive io.github.barman4j.core;
  requires com.sun.jna;
  requires org.slf4j;

  exports io.github.barman4j.storage.fs;
  exports io.github.barman4j.storage.fs.local;

  provides io.github.barman4j.storage.spi.ObjectStoreProvider with
      io.github.barman4j.storage.fs.FsObjectStoreProvider;
}
