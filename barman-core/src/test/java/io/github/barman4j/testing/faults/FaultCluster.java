/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small PostgreSQL 17 whose complete WAL segments, of 1 MiB, lie in a directory to be archived
 * from. For one thread; whoever starts it closes it.
 */
public final class FaultCluster implements AutoCloseable {

  private static final int SEGMENT = 1 << 20;
  private static final Duration SOON = Duration.ofMinutes(1);

  private final Path work = FileTrees.createTemporary("faults");
  private final Path written = work.resolve("written");
  private final PostgresServer server;

  /** Starts the server. */
  public FaultCluster() {
    server = PostgresServer.builder(17).walSegmentSize(SEGMENT).archiveInto(written).start();
    server.execute("CREATE TABLE t(n int)", "INSERT INTO t SELECT generate_series(1, 1000)");
    dropOtherDatabases();
  }

  /** Returns the server. */
  public PostgresServer server() {
    return server;
  }

  /** Forgets the WAL of before. */
  public void forgetWal() {
    completedWal()
        .forEach(
            file -> {
              try {
                Files.delete(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** Completes the current segment and returns the WAL files since forgetting, by name. */
  public List<Path> completedWal() {
    String last = server.switchWal();
    Await.until("archived " + last, SOON, () -> isArchived(last), server::log);
    try (Stream<Path> files = Files.list(written)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server and deletes its files. */
  @Override
  public void close() {
    server.close();
    FileTrees.delete(work);
  }

  /** Two thirds of a new cluster are templates; without them a job takes a third of the time. */
  private void dropOtherDatabases() {
    server.execute("UPDATE pg_database SET datistemplate = false");
    for (String name : List.of("template0", "template1")) {
      server.execute("DROP DATABASE " + name);
    }
  }

  private boolean isArchived(String segment) {
    return Files.exists(written.resolve(segment));
  }
}
