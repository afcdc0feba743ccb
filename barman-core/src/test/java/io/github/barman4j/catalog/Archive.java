/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.ServerContext;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.infofile.InfoFile.Profile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** An archive in memory that a test fills object by object; the server's name is {@code shop}. */
public final class Archive {

  /** Now, for everything in the archive: the evening of 2030-06-30, UTC. */
  public static final Instant NOW = Instant.parse("2030-06-30T20:00:00Z");

  private final AtomicReference<Instant> written;
  private final ObjectStore store;
  private final ServerContext context;
  private final ServerLayout layout = new ServerLayout("shop");

  /** Makes an empty archive. */
  public Archive() {
    this(UnaryOperator.identity());
  }

  /** Makes an empty archive in a store around a memory store. */
  public Archive(UnaryOperator<ObjectStore> wrapper) {
    this(wrapper, new AtomicReference<>(NOW));
  }

  private Archive(UnaryOperator<ObjectStore> wrapper, AtomicReference<Instant> written) {
    this(wrapper.apply(new MemoryObjectStore("archive", written::get)), written);
  }

  private Archive(ObjectStore store, AtomicReference<Instant> written) {
    this.written = written;
    this.store = store;
    this.context =
        new ServerContext(store, "shop", Runnable::run, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Says when the objects that follow are written. */
  public Archive writtenAt(Instant time) {
    written.set(time);
    return this;
  }

  /** Returns the context to open rooms from. */
  public ServerContext context() {
    return context;
  }

  /** Returns the keys of the server. */
  public ServerLayout layout() {
    return layout;
  }

  /** Puts an object. */
  public Archive put(String key, String body) {
    try {
      store.put(ObjectKey.of(key), ObjectBody.of(body), PutOptions.overwrite());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a backup with one tar of ten bytes. */
  public Archive put(BackupInfo backup) {
    put(layout.backupPrefix(backup.id()) + "data.tar", "0123456789");
    return put(layout.backupInfo(backup.id()).value(), InfoFile.format(backup, Profile.MODERN));
  }

  /** Removes an object. */
  public Archive remove(String key) {
    try {
      store.delete(List.of(ObjectKey.of(key))).throwIfIncomplete();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts WAL files of one byte. */
  public Archive wal(String... names) {
    for (String name : names) {
      put("shop/wals/" + directory(name) + name, "w");
    }
    return this;
  }

  private static String directory(String name) {
    return name.contains(".history") ? "" : name.substring(0, 16) + "/";
  }

  /** Returns all keys of the server, without its name. */
  public List<String> keys() {
    return keys("shop/").stream().map(key -> key.substring("shop/".length())).toList();
  }

  /** Returns all keys that begin so. */
  public List<String> keys(String prefix) {
    return ObjectStores.walk(store, ListRequest.prefix(prefix))
        .map(object -> object.key().value())
        .toList();
  }

  /** Returns the names of the WAL files. */
  public List<String> walNames() {
    return keys().stream()
        .filter(key -> key.startsWith("wals/"))
        .map(key -> key.substring(key.lastIndexOf('/') + 1))
        .toList();
  }

  /** Returns the ids of the backups that have {@code backup.info}. */
  public List<String> backupIds() {
    return keys().stream()
        .filter(key -> key.endsWith("/backup.info"))
        .map(key -> key.split("/")[1])
        .toList();
  }

  /** Returns a DONE backup that ended a minute after the time in its id and needs one segment. */
  public static BackupInfo done(String id, String wal) {
    return done(id, wal, wal);
  }

  /** Returns a DONE backup that needs segments {@code begin} to {@code end}. */
  public static BackupInfo done(String id, String begin, String end) {
    LocalDateTime time = BackupId.of(id).localTime().orElseThrow();
    WalSegmentName first = WalSegmentName.parse(begin);
    WalSegmentName last = WalSegmentName.parse(end);
    return BackupInfo.builder(BackupId.of(id))
        .set(BackupField.STATUS, BackupStatus.DONE)
        .set(BackupField.VERSION, new PostgresVersion(170005))
        .set(BackupField.TIMELINE, first.timeline())
        .set(BackupField.BEGIN_TIME, time.atOffset(ZoneOffset.UTC))
        .set(BackupField.END_TIME, time.plusMinutes(1).atOffset(ZoneOffset.UTC))
        .set(BackupField.XLOG_SEGMENT_SIZE, WalSegmentSize.DEFAULT)
        .set(BackupField.BEGIN_WAL, first)
        .set(BackupField.END_WAL, last)
        .set(BackupField.BEGIN_XLOG, lsnIn(first, 0x28))
        .set(BackupField.END_XLOG, lsnIn(last, 0x100))
        .build();
  }

  private static Lsn lsnIn(WalSegmentName segment, long offset) {
    return segment.beginLsn(WalSegmentSize.DEFAULT).plus(offset);
  }

  /** Returns the backup with changes. */
  public static BackupInfo with(BackupInfo backup, UnaryOperator<BackupInfo.Builder> changes) {
    return changes.apply(backup.toBuilder()).build();
  }

  /** Returns the backup with a field set. */
  public static BackupInfo with(BackupInfo backup, BackupField field, Object value) {
    return backup.toBuilder().set(field, value).build();
  }
}
