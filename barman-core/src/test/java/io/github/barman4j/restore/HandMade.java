/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A backup put together by hand, as no PostgreSQL would make it. */
final class HandMade {

  static final BackupId ID = BackupId.of("20310506T070809");
  private final ObjectStore store;
  private final ServerContext context;
  private final List<BackupPart> parts = new ArrayList<>();
  private List<Tablespace> tablespaces = List.of();
  private @Nullable String checksums;

  HandMade(ObjectStore store, Executor executor) {
    this.store = store;
    this.context = new ServerContext(store, "main", executor, Clock.systemUTC());
  }

  /** Has backup.info say whether data pages have checksums. */
  HandMade withChecksums(String state) {
    checksums = state;
    return this;
  }

  /** Fills a tar. */
  interface Content {
    void addTo(Tar tar) throws IOException;
  }

  HandMade tablespace(String name, long oid, String location) {
    tablespaces = List.of(new Tablespace(name, oid, location));
    return this;
  }

  HandMade alsoTablespace(String name, long oid, String location) {
    tablespaces =
        Stream.concat(tablespaces.stream(), Stream.of(new Tablespace(name, oid, location)))
            .toList();
    return this;
  }

  /** Adds a part with what every backup needs and something more. */
  HandMade data(Compression compression, Content more) throws IOException {
    return part(
        new PartName("data", 0, compression.codec().suffix()),
        compression,
        tar -> {
          tar.directory("./").directory("global/").directory("base/");
          more.addTo(tar);
          tar.file("global/pg_control", "control").file("backup_label", "label");
        });
  }

  HandMade part(PartName name, Compression compression, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compressing(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      content.addTo(new Tar(tar));
    }
    return object(name, bytes.toByteArray());
  }

  HandMade object(PartName name, byte[] bytes) throws IOException {
    ObjectKey key = new ServerLayout("main").part(ID, name);
    store.put(key, out -> out.write(bytes), PutOptions.overwrite());
    parts.add(new BackupPart(key, bytes.length));
    return this;
  }

  RestorePlan plan() {
    TimelineId timeline = new TimelineId(1);
    return new RestorePlan(
        RestoreRequest.to(RecoveryTarget.latest()),
        info(),
        TimelineHistory.withoutAncestors(timeline),
        parts,
        List.of(),
        "made by hand",
        List.of());
  }

  BackupInfo info() {
    return BackupInfo.builder(ID)
        .set(BackupField.STATUS, BackupStatus.DONE)
        .set(BackupField.VERSION, new PostgresVersion(170005))
        .set(BackupField.BEGIN_WAL, WalSegmentName.parse("000000010000000000000003"))
        .set(BackupField.END_WAL, WalSegmentName.parse("000000010000000000000003"))
        .set(BackupField.END_XLOG, Lsn.parse("0/3000100"))
        .set(BackupField.DATA_CHECKSUMS, checksums)
        .set(BackupField.TABLESPACES, tablespaces.isEmpty() ? null : tablespaces)
        .build();
  }

  RestoreResult restore(RestoreOptions.Builder options) {
    return room()
        .execute(plan(), options.walDelivery(WalDelivery.restoreCommand("fetch %f %p")).build());
  }

  /** Publishes the backup with a status and extracts it. */
  RestoreResult extract(BackupStatus status, RestoreOptions options) throws IOException {
    BackupInfo info = info().toBuilder().set(BackupField.STATUS, status).build();
    String text = InfoFile.format(info, InfoFile.Profile.LEGACY);
    store.put(new ServerLayout("main").backupInfo(ID), ObjectBody.of(text), PutOptions.overwrite());
    return room().extract(ID, options);
  }

  /** Returns the room of the server. */
  Restore room() {
    WalArchive wal = new WalArchive(context, WalOptions.builder().build());
    return new Restore(context, new BackupCatalog(context), wal);
  }

  /** Adds members. */
  record Tar(TarArchiveOutputStream out) {

    Tar directory(String name) throws IOException {
      out.putArchiveEntry(new TarArchiveEntry(name, true));
      out.closeArchiveEntry();
      return this;
    }

    Tar file(String name, String content) throws IOException {
      return file(name, content.getBytes(UTF_8));
    }

    Tar file(String name, byte[] content) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      entry.setMode(0666);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    }

    Tar special(String name, byte flag, String link) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, flag, true);
      entry.setLinkName(link);
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
      return this;
    }
  }
}
