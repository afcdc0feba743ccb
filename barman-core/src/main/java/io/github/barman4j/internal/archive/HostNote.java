/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server remembers of the archives that it has used: a small file for each in {@code
 * pg_wal/archive_status}, which no base backup contains and PostgreSQL passes over. It tells an
 * archive that vanished from one that is to begin.
 */
public final class HostNote {

  private static final Logger LOG = LoggerFactory.getLogger(HostNote.class);
  private static final String ARCHIVE_STATUS = "archive_status";

  private final @Nullable Path directory;

  private HostNote(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Returns what nobody remembers. */
  public static HostNote none() {
    return new HostNote(null);
  }

  /** Returns what the server remembers whose file this is; nothing if it is not in pg_wal. */
  public static HostNote beside(Path walFile) {
    Path directory = walFile.resolveSibling(ARCHIVE_STATUS);
    return new HostNote(Files.isDirectory(directory) ? directory : null);
  }

  /** Returns what the server with this data directory remembers. */
  public static HostNote of(Path pgData) {
    return beside(pgData.resolve("pg_wal").resolve("any"));
  }

  /** Tells whether the server has used the archive before. */
  boolean remembers(String archive) {
    return directory != null && Files.exists(file(directory, archive));
  }

  /** Returns the file that remembers the archive, for messages. */
  String where(String archive) {
    return directory == null ? "" : file(directory, archive).toAbsolutePath().toString();
  }

  /** Remembers an archive; a server whose disk is full goes on archiving. */
  void remember(String archive) {
    if (directory == null || remembers(archive)) {
      return;
    }
    try {
      Files.writeString(file(directory, archive), "used " + archive + "\n");
    } catch (IOException e) {
      LOG.warn("{} cannot be noted in {}: {}", archive, directory, e.toString());
    }
  }

  private static Path file(Path directory, String archive) {
    return directory.resolve("barman4j." + UUID.nameUUIDFromBytes(archive.getBytes(UTF_8)));
  }
}
