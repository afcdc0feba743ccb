/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.storage.fs.local.PostgresChecks.PostgresAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Looks whether a server can be backed up and its backups are what they should be: what {@code
 * barman check} looks at, and more. Changes nothing: unlike Barman's it makes no directories,
 * archives nothing and switches no WAL. Thread-safe; there is nothing to close.
 */
public final class LocalCheck {

  private final LocalContext context;

  LocalCheck(LocalContext context) {
    this.context = context;
  }

  /**
   * Checks everything.
   *
   * @return what was found; what is wrong is no exception
   * @throws StorageFailedException if the server directory cannot be read
   * @throws OperationCancelledException if the thread is interrupted
   */
  public CheckReport check(CheckOptions options) {
    long begin = System.nanoTime();
    CancellationToken deadline = new CancellationToken();
    CompletableFuture.delayedExecutor(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .execute(deadline::cancel);
    try {
      CheckItems items = new CheckItems();
      check(options, items, deadline);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      if (took.compareTo(options.timeout()) > 0) {
        items.critical("check timeout", "took " + Words.time(took), "look what is slow");
      }
      return items.report(context.serverName());
    } catch (IOException e) {
      throw failure(e);
    } catch (UncheckedIOException e) {
      throw failure(Objects.requireNonNull(e.getCause()));
    }
  }

  private StorageFailedException failure(IOException e) {
    return new StorageFailedException(
        "Cannot check server directory " + context.directory().root(), e);
  }

  private void check(CheckOptions options, CheckItems items, CancellationToken deadline)
      throws IOException {
    PostgresAnswer answer = ask(options);
    KnownBackups known = KnownBackups.read(context.metadata());
    WalOnDisk onDisk = WalOnDisk.list(context.directory());
    PostgresChecks postgres = new PostgresChecks(context, options, items, answer);
    BackupChecks backups = new BackupChecks(context, options, items, known);
    WalChecks wal = new WalChecks(context, options, items, known, onDisk);
    PlaceChecks places = new PlaceChecks(context, items);

    wal.begin();
    postgres.begin();
    places.directories();
    backups.retentionPolicy();
    backups.maximumAge();
    backups.minimumSize();
    wal.maximumAge();
    wal.size();
    wal.compression();
    backups.failed();
    backups.minimumRedundancy();
    postgres.end();
    wal.archiverErrors();

    PostgresFacts facts = answer.facts();
    Long clusterBytes = facts == null ? null : facts.clusterBytes();
    places.freeSpace(known, clusterBytes, options.linksUnchanged());
    wal.gaps();
    places.separation(sources(postgres.dataDirectory(), answer));
    backups.dead();
    backups.readable();
    catalogue(items, deadline);
  }

  private static List<Path> sources(Optional<Path> dataDirectory, PostgresAnswer answer) {
    List<Path> sources = new ArrayList<>();
    dataDirectory.ifPresent(sources::add);
    PostgresFacts facts = answer.facts();
    if (facts != null) {
      sources.addAll(facts.tablespaces());
    }
    return sources;
  }

  private void catalogue(CheckItems items, CancellationToken deadline) throws IOException {
    try {
      new CatalogueCheck(context, items).run(deadline);
    } catch (OperationCancelledException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      items.notChecked("WAL catalogue", "another process held its lock all the time");
    }
  }

  /** Connecting may take for ever, and no interrupt ends it. */
  private PostgresAnswer ask(CheckOptions options) {
    Optional<DataSource> source = options.dataSource();
    if (source.isEmpty()) {
      return new PostgresAnswer(null, null);
    }
    Duration timeout = options.timeout();
    CompletableFuture<PostgresAnswer> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> answer.complete(ask(source.get(), timeout)), "barman4j-check-sql");
    thread.setDaemon(true);
    thread.start();
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new PostgresAnswer(null, "no answer within " + Words.time(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("Interrupted while waiting for PostgreSQL", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PostgresAnswer ask(DataSource source, Duration limit) {
    try {
      return new PostgresAnswer(PostgresQuestions.ask(source, limit), null);
    } catch (SQLException | RuntimeException e) {
      return new PostgresAnswer(null, String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }
}
