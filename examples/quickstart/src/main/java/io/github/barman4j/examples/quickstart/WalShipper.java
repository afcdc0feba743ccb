/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import io.github.barman4j.BarmanException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.WalArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Archives what PostgreSQL's {@code archive_command} hands over in a spool directory, in the order
 * of the WAL. A file leaves the spool when the archive has it.
 */
final class WalShipper implements AutoCloseable {

  private static final long PERIOD_MILLIS = 50;

  private final Path spool;
  private final WalArchive archive;
  private final ScheduledFuture<?> work;
  private int count;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  WalShipper(Path spool, WalArchive archive) {
    this.spool = spool;
    this.archive = archive;
    work =
        timer.scheduleWithFixedDelay(
            this::shipOrSayWhyNot, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Returns the command: a file gets its name in the spool when it is whole, and PostgreSQL is told
   * that it is archived when it has left the spool again.
   */
  static String archiveCommand(Path spool) {
    return String.format(
        Locale.ROOT,
        "cp \"%%p\" \"%1$s/.%%f\" && mv \"%1$s/.%%f\" \"%1$s/%%f\""
            + " && while test -e \"%1$s/%%f\"; do sleep 0.05; done",
        spool);
  }

  /** Returns how many files have been archived so far. */
  synchronized int count() {
    return count;
  }

  /** What failed stays in the spool and is tried again, and PostgreSQL waits. */
  private void shipOrSayWhyNot() {
    try {
      ship();
    } catch (BarmanException | UncheckedIOException e) {
      System.err.println("Archiving failed and will be tried again: " + e.getMessage());
    }
  }

  private synchronized void ship() {
    try (Stream<Path> files = Files.list(spool)) {
      files
          .filter(file -> WalFileName.find(file.getFileName().toString()).isPresent())
          .sorted()
          .forEach(this::ship);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ship(Path file) {
    try {
      archive.archive(file);
      Files.delete(file);
      count++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    work.cancel(false);
    timer.shutdown();
    ship();
  }
}
