/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running server with rows in two tablespaces, whose archive_command puts WAL into a directory
 * from which a test archives it.
 */
public final class SourceCluster implements AutoCloseable {

  static final String TABLESPACE = "fast";

  private static final List<String> TABLES = List.of("here", "there", "elsewhere");
  private static final Duration SOON = Duration.ofMinutes(1);

  private final Path work = FileTrees.createTemporary("source");
  private final Path written = work.resolve("written");
  private final PostgresServer server;

  /** Starts a server of a major version. */
  public SourceCluster(int version) {
    server = PostgresServer.builder(version).archiveInto(written).start();
    server.createTablespace(TABLESPACE, work.resolve(TABLESPACE));
    createTable("here", "pg_default");
    createTable("there", TABLESPACE);
    createTable("elsewhere", TABLESPACE);
  }

  /** Returns the running server. */
  public PostgresServer server() {
    return server;
  }

  /** Forgets the WAL of before, and changes every table. */
  public void beginRound() throws IOException {
    for (Path file : completedWal()) {
      Files.delete(file);
    }
    write();
  }

  /** Changes every table; what that does is in WAL only, for a backup that was made before. */
  void write() {
    for (String table : TABLES) {
      server.execute(
          "INSERT INTO " + table + " SELECT max(id) + 1, 'new' FROM " + table,
          "UPDATE " + table + " SET text = md5(text) WHERE id <= 100");
    }
  }

  /** Completes the current segment and returns all WAL files of this round, ascending by name. */
  public List<Path> completedWal() throws IOException {
    String last = server.switchWal();
    Await.until("archived " + last, SOON, () -> isArchived(last), server::log);
    try (Stream<Path> files = Files.list(written)) {
      return files.sorted().toList();
    }
  }

  private boolean isArchived(String segment) {
    String newest =
        server.queryString("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver");
    return newest.compareTo(segment) >= 0;
  }

  /** Returns what tells the contents of this server's tables from others. */
  String digest() {
    return digest(server);
  }

  /**
   * Starts the restored cluster, has it recover to the end of WAL, and returns what its tables
   * hold.
   *
   * @param restoreCommand none, if the cluster has its recovery settings already
   */
  String digestOfRecovered(Path dataDirectory, String... restoreCommand) {
    var builder =
        PostgresServer.builder(server.majorVersion()).dataDirectory(dataDirectory).noArchiving();
    for (String command : restoreCommand) {
      builder.recoverWith(command);
    }
    try (PostgresServer restored = builder.start()) {
      restored.awaitPromotion(SOON);
      return digest(restored);
    }
  }

  @Override
  public void close() {
    server.close();
    FileTrees.delete(work);
  }

  private void createTable(String name, String tablespace) {
    server.execute(
        "CREATE TABLE %s(id bigint PRIMARY KEY, text text) TABLESPACE %s"
            .formatted(name, tablespace),
        "INSERT INTO %s SELECT i, md5(i::text) || md5('x' || i) FROM generate_series(1, 40000) i"
            .formatted(name));
  }

  private static String digest(PostgresServer of) {
    return TABLES.stream()
        .map(
            table ->
                "SELECT count(*) || ' ' || md5(string_agg(text, ',' ORDER BY id)) FROM " + table)
        .map(of::queryString)
        .collect(Collectors.joining(", "));
  }
}
