/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A small server directory, made by hand. */
final class ViewedDirectory {

  static final String SERVER = "main";
  static final BackupId FIRST = BackupId.of("20260301T101500");
  static final BackupId SECOND = BackupId.of("20260302T101500");
  static final BackupId ORPHAN = BackupId.of("20260303T101500");

  private final LocalContext context;

  private ViewedDirectory(LocalContext context) {
    this.context = context;
  }

  /** Makes a directory below this one, with two backups and one that only metadata is left of. */
  static ViewedDirectory in(Path home, Layout layout) throws IOException {
    LocalServerOptions options = LocalServerOptions.builder(home, SERVER).layout(layout).build();
    ViewedDirectory made = new ViewedDirectory(LocalContext.of(options));
    made.backup(FIRST);
    made.backup(SECOND);
    made.context.metadata().save(info(ORPHAN));
    return made;
  }

  private void backup(BackupId id) throws IOException {
    context.metadata().save(info(id));
    Path data = context.directory().data(id);
    Files.createDirectories(data.resolve("pg_tblspc"));
    Files.createDirectories(context.directory().tablespace(id, 16384).resolve("PG_17_1/5"));
    write(data.resolve("PG_VERSION"), "17\n".getBytes(UTF_8));
    write(data.resolve("global/pg_control"), new byte[8192]);
    write(data.resolve("base/1/" + "n".repeat(120)), new byte[1000]);
    write(data.resolve("base/1/1249"), new byte[512]);
    write(context.directory().tablespace(id, 16384).resolve("PG_17_1/5/2"), new byte[0]);
    Files.setLastModifiedTime(
        data.resolve("base/1/1249"), FileTime.from(Instant.parse("2026-03-01T10:00:00.123456Z")));
  }

  private static BackupInfo info(BackupId id) {
    return BackupInfo.builder(id)
        .set(BackupField.STATUS, BackupStatus.DONE)
        .set(BackupField.SERVER_NAME, SERVER)
        .build();
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** Puts a file among the WAL, at a path relative to its directory. */
  void wal(String path, byte[] content) throws IOException {
    write(context.directory().wals().resolve(path), content);
  }

  LocalContext context() {
    return context;
  }

  ServerDirectoryStore store() {
    return new ServerDirectoryStore(context);
  }
}
