/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The file system back end of barman4j. */
@org.jspecify.annotations.NullMarked
module io.github.barman4j.storage.fs {
  requires static transitive org.jspecify;
  requires transitive io.github.barman4j.core;
  requires org.slf4j;

  exports io.github.barman4j.storage.fs;

  provides io.github.barman4j.storage.spi.ObjectStoreProvider with
      io.github.barman4j.storage.fs.FsObjectStoreProvider;
}
