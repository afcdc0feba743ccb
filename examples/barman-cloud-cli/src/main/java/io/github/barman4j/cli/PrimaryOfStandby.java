/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that a standby streams from, as its setting {@code primary_conninfo} says. That may
 * not do for a session; since nobody asked for it, that is no failure.
 */
final class PrimaryOfStandby {

  private static final Logger LOG = LoggerFactory.getLogger(PrimaryOfStandby.class);

  /** No row for a role that may not see the setting. */
  static final String CONNINFO =
      "SELECT setting FROM pg_settings WHERE name = 'primary_conninfo' AND pg_is_in_recovery()";

  /** Replication needs no database, and may try to connect for ever. */
  private static final String DEFAULTS = "dbname=postgres connect_timeout=10 ";

  private PrimaryOfStandby() {}

  /** Returns where connections to it come from; empty if the server is no standby or hides it. */
  static Optional<DataSource> find(Invocation call, DataSource server) {
    try {
      String conninfo = conninfo(server);
      return conninfo == null || conninfo.isBlank()
          ? Optional.empty()
          : Optional.of(PostgresOptions.read(call, withDefaults(conninfo)));
    } catch (SQLException | ToolException e) {
      LOG.warn(
          "The primary will not be asked to switch its WAL segment, since the standby's"
              + " primary_conninfo is of no use; give --primary-conninfo: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  private static @Nullable String conninfo(DataSource server) throws SQLException {
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CONNINFO)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static String withDefaults(String conninfo) {
    boolean isUri = conninfo.startsWith("postgresql://") || conninfo.startsWith("postgres://");
    return isUri ? conninfo : DEFAULTS + conninfo;
  }
}
