/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.testing.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A client that keeps a server writing: rows, tables, indexes, truncation, unlogged tables. */
final class WriteLoad {

  private final PostgresServer server;
  private final Thread client = new Thread(this::write, "write-load");
  private volatile boolean stopped;
  private volatile long rounds;

  WriteLoad(PostgresServer server) {
    this.server = server;
  }

  /** Fills two tables, one in a tablespace, and starts writing. */
  static WriteLoad start(PostgresServer server, String tablespace) throws InterruptedException {
    server.execute(
        "CREATE TABLE here(id bigint PRIMARY KEY, text text)",
        "CREATE TABLE there(id bigint PRIMARY KEY, text text) TABLESPACE " + tablespace,
        "CREATE UNLOGGED TABLE quick(id bigint)",
        "INSERT INTO here SELECT i, md5(i::text) || repeat('x', 100) FROM generate_series(1, 50000) i",
        "INSERT INTO there SELECT id, md5(text) FROM here");
    WriteLoad load = new WriteLoad(server);
    load.client.start();
    while (load.rounds < 3) {
      Thread.sleep(10);
    }
    return load;
  }

  private void write() {
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 1; !stopped; i++) {
        statement.execute("UPDATE here SET text = md5(text) WHERE id % 97 = " + i % 97);
        statement.execute("INSERT INTO there VALUES (" + (1_000_000 + i) + ", 'new')");
        statement.execute("INSERT INTO quick VALUES (" + i + ")");
        statement.execute("CREATE TABLE short_lived AS SELECT * FROM here LIMIT 500");
        statement.execute("DROP TABLE short_lived");
        rounds++;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void stop() throws InterruptedException {
    stopped = true;
    client.join();
  }

  /** Returns what tells the contents of the tables from others. */
  String digest(PostgresServer of) {
    return of.queryString("SELECT count(*) || md5(string_agg(text, ',' ORDER BY id)) FROM here")
        + of.queryString("SELECT count(*) || md5(string_agg(text, ',' ORDER BY id)) FROM there");
  }
}
