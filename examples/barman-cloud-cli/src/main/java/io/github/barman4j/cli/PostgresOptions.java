/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.examples.postgres.ConnectionException;
import io.github.barman4j.examples.postgres.ConnectionOptions;
import io.github.barman4j.examples.postgres.PostgresDataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to connect to PostgreSQL; what is not said is looked up as libpq does. */
final class PostgresOptions {

  private static final String APPLICATION_NAME = "barman_cloud_backup";

  @Option(
      names = {"-h", "--host"},
      paramLabel = "HOST",
      description = "Host of PostgreSQL, or the directory of its Unix socket.")
  @Nullable String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Port of PostgreSQL.")
  @Nullable String port;

  @Option(
      names = {"-U", "--user"},
      paramLabel = "USER",
      description = "User to connect as.")
  @Nullable String user;

  @Option(
      names = {"-d", "--dbname"},
      paramLabel = "DBNAME",
      defaultValue = "postgres",
      description =
          "Database, or a connection string, instead of all options; postgres by default.")
  String database = "postgres";

  /**
   * Returns where connections come from.
   *
   * @throws ToolException with 1 if what is said of them is not right
   */
  PostgresDataSource read(Invocation call) {
    return read(call, new ConnectionOptions(host, port, user, database));
  }

  /** Returns where connections come from that a connection string describes; see the other. */
  static PostgresDataSource read(Invocation call, String conninfo) {
    return read(call, new ConnectionOptions(null, null, null, conninfo));
  }

  private static PostgresDataSource read(Invocation call, ConnectionOptions options) {
    try {
      return PostgresDataSource.ofOptions(options, call.environment(), APPLICATION_NAME);
    } catch (ConnectionException e) {
      throw new ToolException(
          ExitCode.FAILED, "Cannot connect to PostgreSQL: invalid connection: " + e.getMessage());
    }
  }
}
