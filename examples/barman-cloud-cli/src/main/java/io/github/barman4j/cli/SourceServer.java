/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.postgres.PostgresVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The server that is backed up, asked before anything is begun. */
final class SourceServer {

  private static final int OLDEST = 13;
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final DataSource dataSource;

  private SourceServer(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Connects, and finds out where the files are.
   *
   * @throws ToolException with 1 if the server or its files cannot be reached, with 4 if it is too
   *     old
   */
  static BackupSource find(DataSource dataSource) {
    return new SourceServer(dataSource).find();
  }

  private BackupSource find() {
    Path directory = dataDirectory();
    if (!Files.isReadable(directory.resolve("global/pg_control"))) {
      throw new ToolException(
          ExitCode.FAILED,
          "The server's data directory "
              + directory
              + " cannot be read here: run on the server's host, as the user that PostgreSQL runs"
              + " as");
    }
    return BackupSource.dataDirectory(dataSource, directory);
  }

  private Path dataDirectory() {
    try (Connection connection = dataSource.getConnection()) {
      requireVersion(new PostgresVersion(Integer.parseInt(ask(connection, "server_version_num"))));
      return directory(connection);
    } catch (SQLException e) {
      throw new ToolException(ExitCode.FAILED, "Cannot connect to PostgreSQL: " + e.getMessage());
    }
  }

  private static void requireVersion(PostgresVersion version) {
    if (!version.isAtLeast(OLDEST)) {
      throw new ToolException(
          ExitCode.OTHER,
          "PostgreSQL " + version + " is too old: the oldest supported is " + OLDEST);
    }
  }

  private static Path directory(Connection connection) throws SQLException {
    try {
      return Path.of(ask(connection, "data_directory"));
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new ToolException(
            ExitCode.FAILED,
            "The user may not ask for data_directory. Grant it pg_monitor: " + e.getMessage());
      }
      throw e;
    }
  }

  private static String ask(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
