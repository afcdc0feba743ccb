/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Copies the data directory of a running server so that a standby can start on it. */
final class StandbyCopy {
  private static final int NON_EXCLUSIVE_ONLY = 15;
  private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts");
  private static final Set<String> COPIED_EMPTY = Set.of("pg_wal", "pg_replslot");

  private final PostgresServer primary;
  private final Path target;

  StandbyCopy(PostgresServer primary, Path target) {
    this.primary = primary;
    this.target = target;
  }

  void run() throws SQLException, IOException {
    boolean current = primary.majorVersion() >= NON_EXCLUSIVE_ONLY;
    try (Connection connection = primary.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          current
              ? "SELECT pg_backup_start('standby', true)"
              : "SELECT pg_start_backup('standby', true, false)");
      copy();
      String stop = current ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
      writeLabel(statement.executeQuery("SELECT labelfile FROM " + stop));
    }
  }

  private void copy() throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    FileTrees.copy(primary.dataDirectory(), target, this::isExcluded);
    try (Stream<Path> links = Files.list(target.resolve("pg_tblspc"))) {
      for (Path link : links.toList()) {
        copyTablespace(link);
      }
    }
  }

  private boolean isExcluded(Path path) {
    return NOT_COPIED.contains(path.getFileName().toString())
        || COPIED_EMPTY.contains(path.getParent().getFileName().toString());
  }

  private void copyTablespace(Path link) throws IOException {
    Path copy = target.resolveSibling(target.getFileName() + "-tablespace-" + link.getFileName());
    FileTrees.copy(Files.readSymbolicLink(link), copy, path -> false);
    Files.delete(link);
    Files.createSymbolicLink(link, copy.toAbsolutePath());
  }

  private void writeLabel(ResultSet stopped) throws SQLException, IOException {
    stopped.next();
    Files.write(target.resolve("backup_label"), List.of(stopped.getString(1).strip()));
  }
}
