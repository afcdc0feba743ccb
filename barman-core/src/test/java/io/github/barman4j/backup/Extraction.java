/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes a backup out of a store with nothing of ours but the codec: GNU tar, part after part. */
final class Extraction {

  private final ObjectStore store;
  private final ServerLayout layout;

  Extraction(ServerContext context) {
    store = context.store();
    layout = new ServerLayout(context.serverName());
  }

  /** Returns the parts of a backup, in the order in which they are extracted. */
  List<PartName> parts(BackupId id) {
    return ObjectStores.walk(store, ListRequest.prefix(layout.backupPrefix(id)))
        .flatMap(object -> PartName.find(object.key().lastName()).stream())
        .sorted()
        .toList();
  }

  /** Extracts a backup; tablespaces become siblings of the data directory and are linked. */
  void extract(BackupInfo backup, Path target) throws IOException {
    Files.createDirectories(target);
    for (PartName part : parts(backup.id())) {
      extract(backup.id(), part, directory(target, part.base()));
    }
    for (Tablespace tablespace : backup.tablespaces()) {
      String oid = Long.toString(tablespace.oid());
      Path link = target.resolve("pg_tblspc").resolve(oid);
      Files.createSymbolicLink(link, directory(target, oid).toAbsolutePath());
    }
  }

  static Path directory(Path target, String base) throws IOException {
    return base.equals(PartName.DATA)
        ? target
        : Files.createDirectories(target.resolveSibling(target.getFileName() + "-" + base));
  }

  private void extract(BackupId id, PartName part, Path target) throws IOException {
    Process tar = tar(target, "-x");
    copy(id, part, tar);
    if (wait(tar) != 0) {
      throw new IOException("tar of " + part + " ended with " + tar.exitValue());
    }
  }

  /** Returns the names of a part's members. */
  List<String> members(BackupId id, PartName part) throws IOException {
    Path list = Files.createTempFile("members", "");
    Process tar = new ProcessBuilder("tar", "-t", "-f", "-").redirectOutput(list.toFile()).start();
    copy(id, part, tar);
    wait(tar);
    List<String> members = Files.readAllLines(list);
    Files.delete(list);
    return members;
  }

  private void copy(BackupId id, PartName part, Process tar) throws IOException {
    Codec codec = Codec.ofFileName(part.toString());
    try (ObjectContent content = store.get(layout.part(id, part), GetOptions.all());
        InputStream decoded = codec.decompressing(content.stream());
        OutputStream stdin = tar.getOutputStream()) {
      decoded.transferTo(stdin);
    }
  }

  private static Process tar(Path target, String mode) throws IOException {
    return new ProcessBuilder("tar", mode, "-p", "-f", "-", "-C", target.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int wait(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
