/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PostgresServerBuilder;
import io.github.barman4j.testing.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A server directory for tests: backs up into it and starts servers from it. */
final class LocalSite {

  static final String SERVER = "main";

  private final LocalServerOptions options;
  private final LocalContext context;

  LocalSite(Path home) {
    options = LocalServerOptions.builder(home, SERVER).build();
    context = LocalContext.of(options);
  }

  LocalContext context() {
    return context;
  }

  LocalWal wal() {
    return new LocalWal(context);
  }

  LocalBackup backup() {
    return new LocalBackup(context, wal());
  }

  /** Returns fast options that link. */
  static LocalBackupOptions.Builder linking() {
    return LocalBackupOptions.builder().fastCheckpoint().reuse(ReuseBackup.LINK);
  }

  BackupInfo backUp(PostgresServer server, LocalBackupOptions options) {
    return backup().run(server.dataSource(), server.dataDirectory(), options);
  }

  Path data(BackupInfo backup) {
    return context.directory().data(backup.id());
  }

  Path incoming() {
    return options.incomingDirectory();
  }

  /**
   * Starts a server from a copy of a backup and all WAL. The caller closes it.
   *
   * @param target where the copy goes; tablespaces go beside it
   */
  PostgresServer restore(BackupInfo backup, Path target) throws IOException {
    PostgresServerBuilder builder = prepare(backup, target);
    PostgresServer restored = builder.start();
    restored.awaitPromotion(java.time.Duration.ofMinutes(1));
    return restored;
  }

  private PostgresServerBuilder prepare(BackupInfo backup, Path target) throws IOException {
    copy(data(backup), target);
    for (Tablespace tablespace : backup.tablespaces()) {
      Path location = target.resolveSibling(target.getFileName() + "-" + tablespace.oid());
      copy(context.directory().tablespace(backup.id(), tablespace.oid()), location);
      Path link = target.resolve("pg_tblspc").resolve(Long.toString(tablespace.oid()));
      Files.createSymbolicLink(link, location);
    }
    PostgresServer.ownedByServer(options.walsDirectory());
    int major = backup.version().orElseThrow().major();
    return PostgresServer.builder(major)
        .dataDirectory(target)
        .noArchiving()
        .recoverWith("cp " + options.walsDirectory() + "/*/%f %p");
  }

  private static void copy(Path from, Path to) {
    ExternalCommand.of(List.of("cp", "-a", from.toString(), to.toString())).run().orThrow();
  }

  /** Returns what tells whether anything below a backup has changed. */
  Map<String, String> fingerprint(BackupId id) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(context.directory().backup(id))) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        found.put(path.toString(), fingerprint(path));
      }
    }
    return found;
  }

  private static String fingerprint(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    String facts = "unix:ino,mode,lastModifiedTime" + (directory ? "" : ",size");
    return new TreeMap<>(Files.readAttributes(path, facts)) + (directory ? "" : checksum(path));
  }

  private static String checksum(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
