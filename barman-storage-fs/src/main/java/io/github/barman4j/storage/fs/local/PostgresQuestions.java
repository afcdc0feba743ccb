/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.fs.local.PostgresFacts.Archiving;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running PostgreSQL what {@link PostgresFacts} hold, and changes nothing. For one thread.
 */
final class PostgresQuestions {

  private static final int FIRST_WITH_NEW_NAMES = 150000;

  private final Statement statement;

  private PostgresQuestions(Statement statement) {
    this.statement = statement;
  }

  /** Asks all, each question for at most the limit. */
  static PostgresFacts ask(DataSource source, Duration limit) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
      return new PostgresQuestions(statement).facts();
    }
  }

  private PostgresFacts facts() throws SQLException {
    int version = Integer.parseInt(word("SHOW server_version_num"));
    String directory = setting("data_directory");
    String system = word("SELECT system_identifier::text FROM pg_control_system()");
    List<String> missing = missingPrivileges(version);
    List<Path> tablespaces = tablespaces();
    Archiving archiving = archiving();
    return new PostgresFacts(
        version,
        is("SELECT pg_is_in_recovery()"),
        missing,
        directory == null ? null : Path.of(directory),
        tablespaces,
        SystemIdentifier.parse(system),
        clusterBytes(),
        archiving);
  }

  private List<String> missingPrivileges(int version) throws SQLException {
    List<String> missing = new ArrayList<>();
    if (is("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
      return missing;
    }
    boolean newNames = version >= FIRST_WITH_NEW_NAMES;
    List<String> functions =
        List.of(
            newNames ? "pg_backup_start(text,boolean)" : "pg_start_backup(text,boolean,boolean)",
            newNames ? "pg_backup_stop(boolean)" : "pg_stop_backup(boolean,boolean)",
            "pg_switch_wal()",
            "pg_create_restore_point(text)");
    for (String function : functions) {
      if (!is("SELECT has_function_privilege('pg_catalog." + function + "', 'EXECUTE')")) {
        missing.add("EXECUTE on " + function);
      }
    }
    boolean reads =
        is(
            "SELECT pg_has_role('pg_monitor', 'MEMBER') OR pg_has_role('pg_read_all_settings',"
                + " 'MEMBER') AND pg_has_role('pg_read_all_stats', 'MEMBER')");
    if (!reads) {
      missing.add("membership in pg_monitor");
    }
    return missing;
  }

  private List<Path> tablespaces() throws SQLException {
    List<Path> locations = new ArrayList<>();
    String query =
        "SELECT location FROM (SELECT pg_tablespace_location(oid) AS location FROM pg_tablespace) t"
            + " WHERE location <> ''";
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        locations.add(Path.of(rows.getString(1)));
      }
    }
    return locations;
  }

  /** Asked last: where it is forbidden, a transaction may not go on. */
  private @Nullable Long clusterBytes() {
    try {
      return Long.valueOf(word("SELECT sum(pg_tablespace_size(oid))::bigint FROM pg_tablespace"));
    } catch (SQLException forbidden) {
      return null;
    }
  }

  private Archiving archiving() throws SQLException {
    String walLevel = word("SHOW wal_level");
    String mode = word("SHOW archive_mode");
    String command = setting("archive_command");
    String library = setting("archive_library");
    String query =
        "SELECT archived_count, failed_count, last_failed_wal, last_failed_time IS NOT NULL AND"
            + " (last_archived_time IS NULL OR last_failed_time > last_archived_time)"
            + " FROM pg_stat_archiver";
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new Archiving(
          walLevel,
          mode,
          command,
          library == null ? "" : library,
          row.getLong(1),
          row.getLong(2),
          row.getBoolean(4),
          row.getString(3));
    }
  }

  /** Returns null where the setting is unknown or not for this user. */
  private @Nullable String setting(String name) throws SQLException {
    return text("SELECT setting FROM pg_settings WHERE name = '" + name + "'");
  }

  private boolean is(String query) throws SQLException {
    return "t".equals(text(query));
  }

  private String word(String query) throws SQLException {
    return Objects.requireNonNull(text(query), query);
  }

  private @Nullable String text(String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
