/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.testing.postgres.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A running PostgreSQL whose data are half pgbench's tables and half JSON documents and text,
 * always the same. Whoever starts it closes it, which deletes it.
 */
final class BenchmarkCluster implements AutoCloseable {
  private static final int MAJOR_VERSION = 15;

  /** Bytes of pgbench_accounts with its index per row, of a document, and of a note. */
  private static final int ACCOUNT = 151;

  private static final int DOCUMENT = 620;
  private static final int NOTE = 640;

  /** Words as a language has them: some often, most hardly ever. */
  private static final String WORDS =
      """
      CREATE FUNCTION words(count int) RETURNS text LANGUAGE sql VOLATILE AS $$
        SELECT string_agg(substr(md5(k::text), 1, 3 + k % 7), ' ')
        FROM (SELECT (random() ^ 3 * 20000)::int AS k FROM generate_series(1, count)) AS chosen
      $$""";

  private final PostgresServer server;

  private BenchmarkCluster(PostgresServer server) {
    this.server = server;
  }

  /** Starts a server and fills it with about this many bytes. */
  static BenchmarkCluster start(long bytes) {
    PostgresServer server =
        PostgresServer.builder(MAJOR_VERSION)
            .setting("max_wal_size", "8GB")
            .setting("wal_keep_size", "512MB")
            .setting("synchronous_commit", "off")
            .setting("autovacuum", "off")
            .setting("maintenance_work_mem", "256MB")
            .start();
    BenchmarkCluster cluster = new BenchmarkCluster(server);
    try {
      cluster.fill(bytes);
      return cluster;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Returns the server. */
  PostgresServer server() {
    return server;
  }

  /** Returns the bytes of all databases. */
  long size() {
    return server.queryLong("SELECT sum(pg_database_size(oid))::bigint FROM pg_database");
  }

  /** Makes all earlier changes durable, so that the next backup's checkpoint has nothing to do. */
  void checkpoint() {
    server.execute("CHECKPOINT");
  }

  /** Reads every file once, so that no backup is the first to do so. */
  void warmUp() throws IOException {
    try (DirectoryStream<Path> databases =
        Files.newDirectoryStream(server.dataDirectory().resolve("base"))) {
      for (Path database : databases) {
        warmUp(database);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static void warmUp(Path database) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database)) {
      for (Path file : files) {
        Files.copy(file, OutputStream.nullOutputStream());
      }
    }
  }

  private void fill(long bytes) {
    fillAccounts(bytes / 2 / ACCOUNT);
    server.execute(
        WORDS,
        "SELECT setseed(0.25)",
        documents(bytes / 4 / DOCUMENT),
        "SELECT setseed(0.75)",
        notes(bytes / 4 / NOTE));
    server.execute("VACUUM (FREEZE, ANALYZE)", "CHECKPOINT");
  }

  /** The statements with which pgbench fills its largest table on the server's side. */
  private void fillAccounts(long rows) {
    server.execute(
        "CREATE TABLE pgbench_accounts (aid int NOT NULL, bid int, abalance int, filler char(84))",
        String.format(
            Locale.ROOT,
            "INSERT INTO pgbench_accounts SELECT aid, (aid - 1) / 100000 + 1, 0, ''"
                + " FROM generate_series(1, %d) AS aid",
            rows),
        "ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid)");
  }

  private static String documents(long rows) {
    return String.format(
        Locale.ROOT,
        """
    CREATE TABLE documents AS SELECT id, jsonb_build_object(
      'uuid', md5(id::text)::uuid, 'customer', jsonb_build_object('name', words(2), 'email',
      words(1) || '@example.com', 'city', words(1), 'phone', (random() * 1e10)::bigint),
      'placed', timestamp '2026-01-01' + random() * interval '300 days', 'total',
      round((random() * 1000)::numeric, 2), 'paid', random() < 0.9, 'lines', jsonb_build_array(
      jsonb_build_object('sku', md5(random()::text), 'count', (random() * 9)::int, 'text', words(6)),
      jsonb_build_object('sku', md5(random()::text), 'count', (random() * 9)::int, 'text', words(6))),
      'remark', words(12)) AS body FROM generate_series(1, %d) AS id""",
        rows);
  }

  private static String notes(long rows) {
    return String.format(
        Locale.ROOT,
        """
    CREATE TABLE notes AS SELECT id, words(70) || ' ' || md5(random()::text) || md5(random()::text)
      || md5(random()::text) AS body FROM generate_series(1, %d) AS id""",
        rows);
  }
}
