/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.mainjob;

import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.wal.WalArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A PostgreSQL with a table of numbered rows in each of two places, and what it archives. */
final class Shop implements AutoCloseable {

  private static final int MAJOR = 17;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> TABLES = List.of("in_here", "in_fast");

  private final Path spool;
  private final PostgresServer server;
  private int rows;

  Shop(Path directory) throws IOException {
    spool = directory.resolve("spool");
    server = PostgresServer.builder(MAJOR).walSegmentSize(1 << 20).archiveInto(spool).start();
    server.createTablespace("fast", directory.resolve("fast"));
    server.execute(
        "CREATE TABLE in_here (n int, filler text)",
        "CREATE TABLE in_fast (n int, filler text) TABLESPACE fast",
        "CREATE TABLE noise (filler text)");
  }

  PostgresServer server() {
    return server;
  }

  /** Inserts the next row everywhere and returns its number. */
  int sell() {
    rows++;
    TABLES.forEach(t -> server.execute("INSERT INTO %s VALUES (%d, 'x')".formatted(t, rows)));
    return rows;
  }

  void restorePoint(String name) {
    server.queryString("SELECT pg_create_restore_point('" + name + "')");
  }

  /** Writes without pause until the work is done. */
  <T> T whileBusy(java.util.concurrent.Callable<T> work) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> noise = thread.submit(this::makeNoise);
      T result = work.call();
      thread.shutdownNow();
      end(noise);
      return result;
    } finally {
      thread.shutdownNow();
    }
  }

  private void makeNoise() {
    while (!Thread.currentThread().isInterrupted()) {
      server.execute(
          "INSERT INTO noise SELECT md5(random()::text) FROM generate_series(1, 2000)",
          "CHECKPOINT");
    }
  }

  private static void end(Future<?> noise) throws InterruptedException {
    try {
      noise.get();
    } catch (ExecutionException interruptedInTheDriver) {
      // a session that is interrupted may say so by failing
    }
  }

  /** Archives all WAL so far. */
  void ship(WalArchive archive) throws IOException {
    String last = server.switchWal();
    Await.until(
        last + " is archived", PATIENCE, () -> Files.exists(spool.resolve(last)), server::log);
    try (Stream<Path> files = Files.list(spool)) {
      files.filter(Shop::isWal).sorted().forEach(archive::archive);
    }
  }

  private static boolean isWal(Path file) {
    return WalFileName.find(String.valueOf(file.getFileName())).isPresent();
  }

  /** Starts a restored cluster and returns the rows that each table has. */
  static List<String> rowsIn(Path restored) {
    PostgresServer.ownedByServer(restored);
    try (PostgresServer server =
        PostgresServer.builder(MAJOR).dataDirectory(restored).noArchiving().start()) {
      server.awaitPromotion(PATIENCE);
      return TABLES.stream().map(table -> rows(server, table)).distinct().toList();
    }
  }

  private static String rows(PostgresServer server, String table) {
    return server.queryString("SELECT string_agg(n::text, ',' ORDER BY n) FROM " + table);
  }

  /** Returns the rows 1 to {@code last}, as {@link #rowsIn} gives them when all tables agree. */
  static List<String> rowsUpTo(int last) {
    return List.of(
        String.join(",", IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList()));
  }

  @Override
  public void close() {
    server.close();
  }
}
