/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a backup, from its start to its stop; PostgreSQL ends a backup whose
 * connection ends. See "Backup Control Functions" in PostgreSQL's documentation. For one thread.
 */
public final class BackupSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackupSession.class);
  private static final Duration QUERY = Duration.ofMinutes(5);
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration PING = Duration.ofSeconds(30);
  private static final int OLDEST = 13;
  private static final int WITH_IDLE_SESSION_TIMEOUT = 14;
  private static final int WITH_NEW_NAMES = 15;
  private static final int WITH_TRANSACTION_TIMEOUT = 17;

  private final Connection connection;
  private final SqlRunner sql;
  private final boolean autoCommit;
  private final PostgresVersion version;
  private boolean started;
  private boolean closed;

  private BackupSession(Connection connection, SqlRunner sql, boolean autoCommit, int version) {
    this.connection = connection;
    this.sql = sql;
    this.autoCommit = autoCommit;
    this.version = new PostgresVersion(version);
  }

  /** Connects; the caller closes the session. */
  public static BackupSession open(DataSource dataSource, Guard guard)
      throws SQLException, IOException {
    Connection connection = dataSource.getConnection();
    SqlRunner sql = new SqlRunner(connection, guard);
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      int version = sql.run(QUERY, s -> integer(s, "SHOW server_version_num"));
      BackupSession session = new BackupSession(connection, sql, autoCommit, version);
      session.prepare();
      return session;
    } catch (SQLException | IOException | RuntimeException e) {
      sql.close();
      connection.close();
      throw e;
    }
  }

  private void prepare() throws SQLException, IOException {
    if (!version.isAtLeast(OLDEST)) {
      throw new SQLException("PostgreSQL is " + version + ", the oldest supported is " + OLDEST);
    }
    sql.run(QUERY, statement -> forEachTimeout(statement, "SET ", " = 0"));
  }

  /** A backup outlasts what a role's settings allow other statements and sessions. */
  private boolean forEachTimeout(Statement statement, String before, String behind)
      throws SQLException {
    statement.execute(before + "statement_timeout" + behind);
    if (version.isAtLeast(WITH_IDLE_SESSION_TIMEOUT)) {
      statement.execute(before + "idle_session_timeout" + behind);
    }
    if (version.isAtLeast(WITH_TRANSACTION_TIMEOUT)) {
      statement.execute(before + "transaction_timeout" + behind);
    }
    return true;
  }

  /** Asks for what {@code backup.info} tells of the server. */
  public ServerFacts facts() throws SQLException, IOException {
    return sql.run(QUERY, this::facts);
  }

  private ServerFacts facts(Statement statement) throws SQLException {
    return new ServerFacts(
        version,
        "t".equals(text(statement, "SELECT pg_is_in_recovery()")),
        walSegmentSize(statement),
        setting(statement, "data_directory"),
        setting(statement, "config_file"),
        setting(statement, "hba_file"),
        setting(statement, "ident_file"),
        includedFiles(statement),
        tablespaces(statement),
        setting(statement, "data_checksums"),
        setting(statement, "summarize_wal"),
        clusterSize(statement));
  }

  private static WalSegmentSize walSegmentSize(Statement statement) throws SQLException {
    String bytes = "SELECT pg_size_bytes(current_setting('wal_segment_size'))";
    return new WalSegmentSize(integer(statement, bytes));
  }

  private static @Nullable String setting(Statement statement, String name) throws SQLException {
    return text(statement, "SELECT setting FROM pg_settings WHERE name = '" + name + "'");
  }

  private static List<String> includedFiles(Statement statement) throws SQLException {
    List<String> files = new ArrayList<>();
    String query =
        "SELECT DISTINCT sourcefile FROM pg_settings WHERE sourcefile IS NOT NULL AND sourcefile"
            + " IS DISTINCT FROM (SELECT setting FROM pg_settings WHERE name = 'config_file')"
            + " ORDER BY 1";
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        files.add(rows.getString(1));
      }
    }
    return files;
  }

  /** Returns the tablespaces that there are now outside the data directory. */
  public List<Tablespace> tablespaces() throws SQLException, IOException {
    return sql.run(QUERY, BackupSession::tablespaces);
  }

  /** In-place tablespaces, for developers, lie below pg_tblspc: their location is relative. */
  private static List<Tablespace> tablespaces(Statement statement) throws SQLException {
    List<Tablespace> tablespaces = new ArrayList<>();
    String query =
        "SELECT spcname, oid, pg_tablespace_location(oid) FROM pg_tablespace"
            + " WHERE pg_tablespace_location(oid) LIKE '/%' ORDER BY oid";
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        tablespaces.add(new Tablespace(rows.getString(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return tablespaces;
  }

  private static @Nullable Long clusterSize(Statement statement) {
    try {
      String bytes =
          text(statement, "SELECT sum(pg_tablespace_size(oid))::bigint FROM pg_tablespace");
      return bytes == null ? null : Long.valueOf(bytes);
    } catch (SQLException notAllowed) {
      LOG.debug("The size of the cluster is not known", notAllowed);
      return null;
    }
  }

  /**
   * Tells whether the server reads and writes this control file: system identifier alone does not
   * tell a primary from its standby on the same host.
   */
  public boolean wrote(ControlFile file) throws SQLException, IOException {
    String query =
        "SELECT system_identifier || ' ' || checkpoint_lsn || ' '"
            + " || extract(epoch FROM pg_control_last_modified)::bigint"
            + " FROM pg_control_system(), pg_control_checkpoint()";
    String expected =
        (file.systemIdentifier().value() + " " + file.checkpoint())
            + (" " + file.lastModified().getEpochSecond());
    return sql.run(QUERY, statement -> expected.equals(text(statement, query)));
  }

  /**
   * Enters backup mode.
   *
   * @param label what the backup label will say of the backup
   * @param fast whether the checkpoint that it begins with is at full speed
   */
  public BackupStart start(String label, boolean fast) throws SQLException, IOException {
    String arguments = "'" + label.replace("'", "''") + "', " + fast;
    String call =
        version.isAtLeast(WITH_NEW_NAMES)
            ? "pg_backup_start(" + arguments + ")"
            : "pg_start_backup(" + arguments + ", false)";
    String query =
        "SELECT start.lsn, now(), (SELECT timeline_id FROM pg_control_checkpoint())"
            + " FROM (SELECT "
            + call
            + " AS lsn) AS start";
    started = true;
    return sql.run(FOREVER, statement -> startOf(statement, query));
  }

  private static BackupStart startOf(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new BackupStart(
          Lsn.parse(row.getString(1)),
          TimelineId.of(row.getLong(3)),
          row.getObject(2, OffsetDateTime.class));
    }
  }

  /**
   * Checks that the connection, and with it the backup, is still there.
   *
   * @throws SQLException if it is not
   */
  public void ping() throws SQLException, IOException {
    sql.run(PING, statement -> statement.execute("SELECT 1"));
  }

  /**
   * Leaves backup mode.
   *
   * @param wait the longest that PostgreSQL waits for its archiver, zero for not at all
   * @throws SQLTimeoutException if that took longer, with what the archiver said last
   */
  public BackupStop stop(Duration wait) throws SQLException, IOException {
    boolean waits = !wait.isZero();
    String call =
        version.isAtLeast(WITH_NEW_NAMES)
            ? "pg_backup_stop(" + waits + ")"
            : "pg_stop_backup(false, " + waits + ")";
    String query =
        "SELECT stop.lsn, now(), CASE WHEN pg_is_in_recovery()"
            + " THEN (SELECT min_recovery_end_timeline FROM pg_control_recovery())"
            + " ELSE (SELECT timeline_id FROM pg_control_checkpoint()) END, stop.labelfile FROM "
            + call
            + " AS stop";
    try {
      BackupStop stop = sql.run(waits ? wait : QUERY, statement -> stopOf(statement, query));
      started = false;
      return stop;
    } catch (SQLTimeoutException e) {
      throw new SQLTimeoutException(
          "PostgreSQL did not archive the backup's WAL within " + wait + archiverSays(), e);
    }
  }

  private static BackupStop stopOf(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new BackupStop(
          Lsn.parse(row.getString(1)),
          TimelineId.of(row.getLong(3)),
          row.getObject(2, OffsetDateTime.class),
          new BackupLabel(row.getString(4)));
    }
  }

  private String archiverSays() {
    String query =
        "SELECT format('; its archiver failed %s times, last with %s at %s. See the server''s log"
            + " and check archive_command', failed_count, last_failed_wal, last_failed_time)"
            + " FROM pg_stat_archiver";
    try {
      return sql.runUnguarded(PING, statement -> String.valueOf(text(statement, query)));
    } catch (SQLException e) {
      return "";
    }
  }

  /** Names the end of the backup for recovery and has its last WAL archived; on a primary only. */
  public void markEnd(BackupId id) throws IOException {
    attempt("pg_create_restore_point('barman_" + id.value().replace("'", "''") + "')");
    attempt("pg_switch_wal()");
  }

  private void attempt(String call) throws IOException {
    try {
      sql.run(QUERY, statement -> statement.execute("SELECT " + call));
    } catch (SQLException notAllowed) {
      LOG.warn("{} failed; the backup does without it: {}", call, notAllowed.getMessage());
    }
  }

  /**
   * Makes PostgreSQL leave backup mode if it is in it because of this session; if it does not
   * answer, ends the session, which has the same effect even if a pool keeps the connection open.
   */
  private void abandon() {
    String stop =
        version.isAtLeast(WITH_NEW_NAMES)
            ? "pg_backup_stop(false)"
            : "pg_stop_backup(false, false)";
    try {
      sql.runUnguarded(PING, statement -> statement.execute("SELECT * FROM " + stop));
    } catch (SQLException e) {
      LOG.debug("The backup was not stopped, so the session is ended", e);
      terminate();
    }
  }

  private void terminate() {
    try {
      sql.runUnguarded(
          PING, statement -> statement.execute("SELECT pg_terminate_backend(pg_backend_pid())"));
    } catch (SQLException expected) {
      LOG.debug("The session has ended", expected);
    }
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.warn("The connection could not be closed", e);
    }
  }

  /** Gives the connection back, having left backup mode; the second time it does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (started) {
        abandon();
      }
      if (!connection.isClosed()) {
        sql.runUnguarded(PING, statement -> forEachTimeout(statement, "RESET ", ""));
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      LOG.debug("The connection is not reset", e);
    } finally {
      sql.close();
      release();
    }
  }

  private void release() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("The connection could not be closed", e);
    }
  }

  private static @Nullable String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static int integer(Statement statement, String query) throws SQLException {
    String value = text(statement, query);
    if (value == null) {
      throw new SQLException("No answer to: " + query);
    }
    return Integer.parseInt(value);
  }
}
