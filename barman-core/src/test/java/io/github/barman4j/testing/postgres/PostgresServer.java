/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.FreePort;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of this machine, started for a test.
 *
 * <p>{@link #builder(int)} starts one on a new cluster (data checksums, superuser {@code postgres},
 * trust authentication, replication allowed, its own system identifier) or on an existing data
 * directory, for instance a restored one. It can be stopped, killed and started again on the same
 * port until it is closed. It never waits for the disk ({@code fsync} is off), so it survives kill
 * but not a crash of the machine.
 *
 * <p>Whoever builds it closes it; that deletes the data directory unless the caller named it. Under
 * root the server runs as another user, see {@link ServerUser}. SQL may be sent by many threads;
 * starting and stopping is for one.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final int PORT_ATTEMPTS = 5;

  private final PostgresBinaries binaries;
  private final Path runDirectory;
  private final Path dataDirectory;
  private final List<String> settings;
  private final boolean fixedPort;
  private int port;
  private @Nullable ChildProcess process;

  PostgresServer(PostgresServerBuilder builder, Path runDirectory, Path dataDirectory) {
    this.binaries = PostgresBinaries.ofMajor(builder.majorVersion);
    this.runDirectory = runDirectory;
    this.dataDirectory = dataDirectory;
    this.settings = builder.commandLine();
    this.fixedPort = builder.port != 0;
    this.port = fixedPort ? builder.port : FreePort.find();
  }

  /** Returns a builder for a server of a major version: 13, 15, 17 or 18. */
  public static PostgresServerBuilder builder(int majorVersion) {
    return new PostgresServerBuilder(majorVersion);
  }

  /** Starts a server of a major version on a new cluster with default settings. */
  public static PostgresServer start(int majorVersion) {
    return builder(majorVersion).start();
  }

  /**
   * Gives a tree to the user the server runs as, and with it the targets of links in a {@code
   * pg_tblspc} directly below; does nothing unless this JVM runs as root.
   *
   * @return the tree
   */
  public static Path ownedByServer(Path tree) {
    ServerUser.current().own(tree);
    Path tablespaces = tree.resolve("pg_tblspc");
    if (Files.isDirectory(tablespaces)) {
      try (Stream<Path> links = Files.list(tablespaces)) {
        links
            .filter(Files::isDirectory)
            .map(PostgresServer::realPath)
            .forEach(ServerUser.current()::own);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return tree;
  }

  /** Returns the major version, for instance 17. */
  public int majorVersion() {
    return binaries.majorVersion();
  }

  /** Returns the host name to connect to. */
  public String host() {
    return "127.0.0.1";
  }

  /** Returns the port; it stays the same over restarts. */
  public int port() {
    return port;
  }

  /** Returns the absolute path of the data directory. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** Returns libpq's environment variables for connecting as the superuser. */
  public Map<String, String> libpqEnvironment() {
    return Map.of(
        "PGHOST",
        host(),
        "PGPORT",
        Integer.toString(port),
        "PGUSER",
        "postgres",
        "PGDATABASE",
        "postgres");
  }

  /** Returns libpq's connection string for connecting as the superuser. */
  public String conninfo() {
    return "host=%s port=%d user=postgres dbname=postgres".formatted(host(), port);
  }

  /** Returns the URL for JDBC, user included. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/postgres?user=postgres".formatted(host(), port);
  }

  /** Returns a source of connections of the superuser, without a pool. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    return source;
  }

  /**
   * Executes statements one by one on one connection, each in its own transaction.
   *
   * @throws IllegalStateException when one fails, with the statement
   */
  public void execute(String... statements) {
    query(
        String.join("; ", statements),
        statement -> {
          for (String sql : statements) {
            statement.execute(sql);
          }
          return "";
        });
  }

  /** Returns the first column of the first row as a number. */
  public long queryLong(String sql) {
    return Long.parseLong(queryString(sql));
  }

  /**
   * Returns the first column of the first row as text, {@code "null"} for SQL's null.
   *
   * @throws IllegalStateException when the query fails or returns no row
   */
  public String queryString(String sql) {
    return query(sql, statement -> firstValue(statement.executeQuery(sql)));
  }

  /** Creates a tablespace in a directory, which is created and given to the server. */
  public void createTablespace(String name, Path directory) {
    try {
      ownedByServer(Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("CREATE TABLESPACE %s LOCATION '%s'".formatted(name, directory.toAbsolutePath()));
  }

  /**
   * Completes the current WAL segment and starts another.
   *
   * @return the name of the completed segment
   */
  public String switchWal() {
    execute("SELECT pg_logical_emit_message(false, 'test', 'fill')");
    return queryString("SELECT pg_walfile_name(pg_switch_wal())");
  }

  /**
   * Copies the data directory of this running server, tablespaces included, so that a server can
   * recover from it; WAL is left out.
   *
   * @param directory absent or empty; copies of tablespaces become its siblings
   */
  public void copyInto(Path directory) {
    try {
      new StandbyCopy(this, directory).run();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("Cannot copy " + dataDirectory, e);
    }
  }

  /**
   * Copies this running server, tablespaces included, and starts a standby that streams from it
   * through a replication slot. The caller closes it before this server.
   *
   * @param directory the data directory of the standby, absent or empty; copies of tablespaces
   *     become its siblings
   */
  public PostgresServer createStandby(Path directory) {
    String slot = "standby_" + directory.getFileName().toString().replaceAll("\\W", "_");
    execute("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
    copyInto(directory);
    return builder(majorVersion())
        .dataDirectory(directory)
        .standbyOf(this)
        .setting("primary_slot_name", slot)
        .start();
  }

  /**
   * Starts the stopped server and waits until it answers queries.
   *
   * @throws IllegalStateException with the log, when it ends or does not answer within a minute
   */
  public void start() {
    for (int attempt = 1; ; attempt++) {
      try {
        launch();
        awaitReadyForQueries(START_TIMEOUT);
        return;
      } catch (IllegalStateException e) {
        stopImmediately();
        if (fixedPort || attempt == PORT_ATTEMPTS || !log().contains("could not bind")) {
          throw e;
        }
        port = FreePort.find();
      }
    }
  }

  /** Starts the stopped server without waiting for anything. */
  public void launch() {
    Path log = runDirectory.resolve("server.log");
    process = ChildProcess.start(command(), Map.of("HOME", runDirectory.toString()), log);
  }

  /** Stops the server, disconnecting clients and writing a checkpoint; WAL is archived. */
  public void stop() {
    end("INT");
  }

  /** Stops the server without a checkpoint, so that the next start recovers. */
  public void stopImmediately() {
    end("QUIT");
  }

  /** Ends all processes of the server at once (kill -9), so that the next start recovers. */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Stops the server and starts it again. */
  public void restart() {
    stop();
    start();
  }

  /** Ends recovery and waits until the server accepts writes. */
  public void promote() {
    execute("SELECT pg_promote(true, 60)");
    awaitPromotion(START_TIMEOUT);
  }

  /** Returns whether the server runs. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * Waits until the server answers queries; one in recovery does so from the consistent state on.
   *
   * @throws IllegalStateException with the log, when it ends or the time is over
   */
  public void awaitReadyForQueries(Duration timeout) {
    await("ready for queries", timeout, "SELECT true");
  }

  /** Waits until recovery has ended and the server accepts writes; fails as when starting. */
  public void awaitPromotion(Duration timeout) {
    await("promoted", timeout, "SELECT NOT pg_is_in_recovery()");
  }

  /** Waits until recovery has paused, for instance at its target; fails as when starting. */
  public void awaitRecoveryPaused(Duration timeout) {
    await("paused", timeout, "SELECT pg_is_in_recovery() AND pg_is_wal_replay_paused()");
  }

  /**
   * Waits until the server has ended by itself, for instance at its recovery target.
   *
   * @return its exit code
   */
  public int awaitExit(Duration timeout) {
    if (process == null) {
      throw new IllegalStateException("Never started: " + dataDirectory);
    }
    process.awaitExit(timeout);
    return process.exitCode();
  }

  /** Returns everything the server logged since it was built. */
  public String log() {
    return process == null ? "" : process.log();
  }

  /** Stops the server immediately and deletes its files, except a directory the caller named. */
  @Override
  public void close() {
    stopImmediately();
    FileTrees.delete(runDirectory);
  }

  private void end(String signal) {
    if (process != null && process.isAlive()) {
      process.signal(signal);
      process.awaitExit(STOP_TIMEOUT);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("postgres").toString());
    command.addAll(List.of("-D", dataDirectory.toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-h", host(), "-k", runDirectory.toString()));
    command.addAll(settings);
    return ServerUser.current().command(command);
  }

  private void await(String what, Duration timeout, String condition) {
    Await.until("PostgreSQL " + what, timeout, () -> holds(condition), this::log);
  }

  private boolean holds(String condition) {
    if (!isRunning()) {
      throw new IllegalStateException("PostgreSQL has ended:\n" + log());
    }
    // Another server may have taken the port just before this one.
    String own = " AND current_setting('data_directory') = '" + dataDirectory + "'";
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return "t".equals(firstValue(statement.executeQuery(condition + own)));
    } catch (SQLException e) {
      return false;
    }
  }

  private <T> T query(String sql, Query<T> query) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return query.run(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("Failed: " + sql, e);
    }
  }

  private static String firstValue(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new SQLException("No row");
    }
    return String.valueOf(rows.getString(1));
  }

  private static Path realPath(Path link) {
    try {
      return link.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Query<T> {
    T run(Statement statement) throws SQLException;
  }
}
