/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

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
        return source(address).getConnection();
      } catch (SQLException e) {
        SQLException failed = failure(address, e);
        if (failure == null) {
          failure = failed;
        } else {
          failure.addSuppressed(failed);
        }
      }
    }
    throw java.util.Objects.requireNonNull(failure);
  }

  private static SQLException failure(ServerAddress address, SQLException e) {
    String message = "connection to server at " + address + " failed: " + e.getMessage();
    return new SQLException(message, e.getSQLState(), e);
  }

  private PGSimpleDataSource source(ServerAddress address) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.isSocket() ? "localhost" : address.target()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(settings.database());
    source.setUser(settings.user());
    // Never null, for which the driver would look for a password file with other rules.
    source.setPassword(settings.password(address));
    source.setApplicationName(settings.find(Keyword.APPLICATION_NAME).orElse(applicationName));
    source.setConnectTimeout(settings.connectTimeout());
    source.setLoginTimeout(settings.connectTimeout());
    source.setTcpKeepAlive(!settings.find(Keyword.KEEPALIVES).orElse("1").equals("0"));
    put(source, PGProperty.OPTIONS, Keyword.OPTIONS);
    if (address.isSocket()) {
      setSocket(source, address);
    } else {
      setTls(source, address);
    }
    return source;
  }

  private static void setSocket(PGSimpleDataSource source, ServerAddress address) {
    source.setSocketFactory(UnixSocketFactory.class.getName());
    source.setSocketFactoryArg(address.socket().toString());
    source.setSslMode("disable");
    source.setGssEncMode("disable");
  }

  private void setTls(PGSimpleDataSource source, ServerAddress address) throws SQLException {
    String mode = settings.find(Keyword.SSLMODE).orElse("prefer");
    if (mode.equals("verify-full") && !address.host().equals(address.target())) {
      throw new SQLException("sslmode=verify-full does not go with hostaddr here; give host only");
    }
    source.setSslMode(mode);
    setFile(source, PGProperty.SSL_ROOT_CERT, Keyword.SSLROOTCERT, "root.crt");
    setFile(source, PGProperty.SSL_CERT, Keyword.SSLCERT, "postgresql.crt");
    setFile(source, PGProperty.SSL_KEY, Keyword.SSLKEY, "postgresql.key");
    put(source, PGProperty.SSL_PASSWORD, Keyword.SSLPASSWORD);
    put(source, PGProperty.SSL_NEGOTIATION, Keyword.SSLNEGOTIATION);
    put(source, PGProperty.CHANNEL_BINDING, Keyword.CHANNEL_BINDING);
    put(source, PGProperty.GSS_ENC_MODE, Keyword.GSSENCMODE);
    put(source, PGProperty.KERBEROS_SERVER_NAME, Keyword.KRBSRVNAME);
  }

  private void setFile(PGSimpleDataSource source, PGProperty property, Keyword keyword, String name)
      throws SQLException {
    java.util.Optional<String> file = settings.file(keyword, name);
    if (file.isPresent()) {
      source.setProperty(property, file.get());
    }
  }

  private void put(PGSimpleDataSource source, PGProperty property, Keyword keyword)
      throws SQLException {
    java.util.Optional<String> value = settings.find(keyword);
    if (value.isPresent()) {
      source.setProperty(property, value.get());
    }
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
