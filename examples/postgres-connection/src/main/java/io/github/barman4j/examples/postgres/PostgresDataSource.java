/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects as libpq would: over TCP or a Unix socket, to the first server that answers. Does not
 * pool. Thread-safe.
 */
public final class PostgresDataSource implements DataSource {

  private final ConnectionSettings settings;
  private final String applicationName;

  private PostgresDataSource(ConnectionSettings settings, String applicationName) {
    this.settings = settings;
    this.applicationName = applicationName;
    settings.addresses();
    settings.connectTimeout();
  }

  /**
   * Returns the source for a connection string of libpq.
   *
   * @param conninfo words and values, or a URI; may be empty
   * @param environment the variables, of which those of libpq count
   * @param applicationName by which the server knows the program, unless the string says another
   * @throws ConnectionException if something in all this is not right
   */
  public static PostgresDataSource ofConninfo(
      String conninfo, Map<String, String> environment, String applicationName) {
    return of(Conninfo.parse(conninfo), environment, applicationName);
  }

  /**
   * Returns the source for the options of a program; null for one that is not given. A database
   * that is empty, has an equals sign in it or is a URI is a connection string, and the only one of
   * the options that counts.
   *
   * @param options host, port, user and database
   * @param environment the variables, of which those of libpq count
   * @param applicationName by which the server knows the program, unless a string says another
   * @throws ConnectionException if something in all this is not right
   */
  public static PostgresDataSource ofOptions(
      ConnectionOptions options, Map<String, String> environment, String applicationName) {
    String database = options.database();
    if (database.isEmpty() || database.contains("=") || ConninfoUri.isOne(database)) {
      return ofConninfo(database, environment, applicationName);
    }
    Map<Keyword, String> given = new EnumMap<>(Keyword.class);
    put(given, Keyword.HOST, options.host());
    put(given, Keyword.PORT, options.port());
    put(given, Keyword.USER, options.user());
    put(given, Keyword.DBNAME, database);
    return of(given, environment, applicationName);
  }

  private static void put(Map<Keyword, String> given, Keyword keyword, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      given.put(keyword, value);
    }
  }

  private static PostgresDataSource of(
      Map<Keyword, String> given, Map<String, String> environment, String applicationName) {
    return new PostgresDataSource(ConnectionSettings.resolve(given, environment), applicationName);
  }

  @Override
  public Connection getConnection() throws SQLException {
    SQLException failure = null;
    for (ServerAddress address : settings.addresses()) {
      try {
        return DriverManager.getConnection(url(address, settings.database()), properties(address));
      } catch (SQLException e) {
        SQLException failed = failure(address, e);
        if (failure == null) {
          failure = failed;
        } else {
          failure.addSuppressed(failed);
        }
      }
    }
    throw Objects.requireNonNull(failure);
  }

  private static SQLException failure(ServerAddress address, SQLException e) {
    String message = "connection to server at " + address + " failed: " + reason(e);
    return new SQLException(message, e.getSQLState(), e);
  }

  /** The driver says no more than that it failed where the socket says why. */
  private static String reason(SQLException e) {
    Throwable cause = e.getCause();
    String why = cause == null ? null : cause.getMessage();
    return why == null || String.valueOf(e.getMessage()).contains(why)
        ? String.valueOf(e.getMessage())
        : e.getMessage() + " " + why;
  }

  private static String url(ServerAddress address, String database) {
    String host = address.isSocket() ? "localhost" : address.target();
    return String.format(
        Locale.ROOT,
        "jdbc:postgresql://%s:%d/%s",
        host.contains(":") ? "[" + host + "]" : host,
        address.port(),
        URLEncoder.encode(database, StandardCharsets.UTF_8));
  }

  /** Returns the driver's words for it all; see its "Connection Parameters". */
  private Properties properties(ServerAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    // Never absent, for which the driver would look for a password file with other rules.
    properties.setProperty("password", settings.password(address));
    properties.setProperty(
        "ApplicationName", settings.find(Keyword.APPLICATION_NAME).orElse(applicationName));
    String timeout = Integer.toString(settings.connectTimeout());
    properties.setProperty("connectTimeout", timeout);
    properties.setProperty("loginTimeout", timeout);
    boolean keptAlive = !settings.find(Keyword.KEEPALIVES).orElse("1").equals("0");
    properties.setProperty("tcpKeepAlive", Boolean.toString(keptAlive));
    put(properties, "options", settings.find(Keyword.OPTIONS));
    if (address.isSocket()) {
      putSocket(properties, address);
    } else {
      putTls(properties, address);
    }
    return properties;
  }

  private static void putSocket(Properties properties, ServerAddress address) {
    properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
    properties.setProperty("socketFactoryArg", address.socket().toString());
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
  }

  private void putTls(Properties properties, ServerAddress address) throws SQLException {
    String mode = settings.find(Keyword.SSLMODE).orElse("prefer");
    if (mode.equals("verify-full") && !address.host().equals(address.target())) {
      throw new SQLException("sslmode=verify-full does not go with hostaddr here; give host only");
    }
    properties.setProperty("sslmode", mode);
    put(properties, "sslrootcert", settings.file(Keyword.SSLROOTCERT, "root.crt"));
    put(properties, "sslcert", settings.file(Keyword.SSLCERT, "postgresql.crt"));
    put(properties, "sslkey", settings.file(Keyword.SSLKEY, "postgresql.key"));
    put(properties, "sslpassword", settings.find(Keyword.SSLPASSWORD));
    put(properties, "sslNegotiation", settings.find(Keyword.SSLNEGOTIATION));
    put(properties, "channelBinding", settings.find(Keyword.CHANNEL_BINDING));
    put(properties, "gssEncMode", settings.find(Keyword.GSSENCMODE));
    put(properties, "kerberosServerName", settings.find(Keyword.KRBSRVNAME));
  }

  private static void put(Properties properties, String name, Optional<String> value) {
    value.ifPresent(text -> properties.setProperty(name, text));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The user is part of the settings");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is no log writer");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("The timeout is part of the settings");
  }

  @Override
  public int getLoginTimeout() {
    return settings.connectTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("There is no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("Nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
