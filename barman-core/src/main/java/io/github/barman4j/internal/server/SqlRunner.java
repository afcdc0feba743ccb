/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.internal.work.Guard;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection so that cancelling, interrupting and time limits end them: JDBC
 * calls do not answer to interrupts, so they run on a thread of their own. For one thread.
 */
public final class SqlRunner implements AutoCloseable {

  private static final long POLL_MILLIS = 50;
  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

  private final Connection connection;
  private final Guard guard;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "barman4j-backup-sql");
            worker.setDaemon(true);
            return worker;
          });
  private volatile @Nullable Statement running;

  /** What is done with a statement. */
  @FunctionalInterface
  public interface SqlTask<T> {
    T run(Statement statement) throws SQLException;
  }

  /** Makes one; the caller closes the connection. */
  public SqlRunner(Connection connection, Guard guard) {
    this.connection = connection;
    this.guard = guard;
  }

  /**
   * Runs a task to its end.
   *
   * @param limit the longest it may take; then it is cancelled
   * @throws SQLTimeoutException if it took longer
   * @throws OperationCancelledException if the caller cancelled; the task has been cancelled
   * @throws IOException if this thread was interrupted; the task has been cancelled
   */
  public <T> T run(Duration limit, SqlTask<T> task) throws SQLException, IOException {
    Future<T> result = thread.submit(() -> execute(task));
    try {
      return await(result, System.nanoTime() + limit.toNanos());
    } catch (OperationCancelledException | IOException | SQLTimeoutException e) {
      cancel(result);
      throw e;
    }
  }

  /** Runs a task even though this thread is interrupted or the backup cancelled. */
  public <T> T runUnguarded(Duration limit, SqlTask<T> task) throws SQLException {
    Future<T> result = thread.submit(() -> execute(task));
    boolean interrupted = Thread.interrupted();
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      throw new SQLTimeoutException("Interrupted", e);
    } catch (TimeoutException e) {
      throw new SQLTimeoutException("No answer within " + limit, e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T execute(SqlTask<T> task) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      running = statement;
      return task.run(statement);
    } finally {
      running = null;
    }
  }

  private <T> T await(Future<T> result, long deadline) throws SQLException, IOException {
    while (true) {
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        guard.check();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        guard.check();
      } catch (ExecutionException e) {
        throw failure(e);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SQLTimeoutException("PostgreSQL took too long");
      }
    }
  }

  private static SQLException failure(ExecutionException e) {
    if (e.getCause() instanceof SQLException cause) {
      return cause;
    }
    return new SQLException(e.getCause());
  }

  private void cancel(Future<?> result) throws SQLException {
    boolean interrupted = Thread.interrupted();
    try {
      Statement statement = running;
      if (statement != null) {
        statement.cancel();
      }
      result.get(CANCEL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException ended) {
      // Cancelled statements end with an error.
    } catch (TimeoutException e) {
      connection.abort(Runnable::run);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
