/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.postgres.SystemIdentifier;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** The primary of a standby that was backed up. For one thread. */
public final class PrimaryServer {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String STATE =
      "SELECT pg_is_in_recovery(), system_identifier FROM pg_control_system()";

  private final DataSource dataSource;
  private final Guard guard;

  public PrimaryServer(DataSource dataSource, Guard guard) {
    this.dataSource = dataSource;
    this.guard = guard;
  }

  /**
   * Has the primary end its WAL segment, so that it archives what an idle server would keep open.
   *
   * @throws SQLException if it is another cluster, no primary, or does not let the role do that
   */
  public void switchSegment(SystemIdentifier cluster) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection();
        SqlRunner sql = new SqlRunner(connection, guard)) {
      sql.run(LIMIT, statement -> switchSegment(statement, cluster));
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  private static boolean switchSegment(Statement statement, SystemIdentifier cluster)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(STATE)) {
      row.next();
      // PostgreSQL gives it as a signed number.
      String found = Long.toUnsignedString(row.getLong(2));
      if (row.getBoolean(1) || !found.equals(cluster.toString())) {
        throw new SQLException(
            "it is %s of cluster %s, not the primary of cluster %s"
                .formatted(row.getBoolean(1) ? "a standby" : "the primary", found, cluster));
      }
    }
    return statement.execute("SELECT pg_switch_wal()");
  }
}
