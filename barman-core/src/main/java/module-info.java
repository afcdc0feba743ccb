/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** PostgreSQL physical backup and point-in-time recovery, in Barman's layout. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the friend is built later
module io.github.barman4j.core {
  requires static transitive org.jspecify;
  requires com.github.luben.zstd_jni;
  requires transitive java.sql;
  requires org.apache.commons.compress;
  requires org.lz4.java;
  requires org.slf4j;
  requires org.snakeyaml.engine;
  requires org.tukaani.xz;
  requires org.xerial.snappy;

  exports io.github.barman4j;
  exports io.github.barman4j.backup;
  exports io.github.barman4j.catalog;
  exports io.github.barman4j.cnpg;
  exports io.github.barman4j.compression;
  exports io.github.barman4j.copy;
  // Barman's own server directory has the same metadata, and the same PostgreSQL to copy from.
  exports io.github.barman4j.internal.archive to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.infofile to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.io to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.json to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.layout to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.manifest to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.server to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.settings to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.tar to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.targets to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.internal.work to
      io.github.barman4j.storage.fs;
  exports io.github.barman4j.owner;
  exports io.github.barman4j.postgres;
  exports io.github.barman4j.restore;
  exports io.github.barman4j.retention;
  exports io.github.barman4j.status;
  exports io.github.barman4j.storage;
  exports io.github.barman4j.storage.filter;
  exports io.github.barman4j.storage.memory;
  exports io.github.barman4j.storage.spi;
  exports io.github.barman4j.storage.spi.upload;
  exports io.github.barman4j.tidy;
  exports io.github.barman4j.verify;
  exports io.github.barman4j.wal;

  uses io.github.barman4j.storage.spi.ObjectStoreProvider;
}
