/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import io.github.barman4j.BackupFailedException;
import io.github.barman4j.BarmanException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Objects;

/** Puts into words why a backup failed. */
public final class Failures {

  private static final String NATIVE_PART =
      ". A native library or class cannot be loaded; native libraries are unpacked into the"
          + " directory that -Djava.io.tmpdir names, which must be writable and not mounted noexec.";

  private Failures() {}

  /** Returns what to throw: cancelled if it was, else failed in a phase. */
  public static BarmanException of(
      BackupId id, BackupPhase phase, Throwable thrown, CancellationToken cancellation) {
    Throwable cause =
        thrown instanceof UncheckedIOException e
            ? Objects.requireNonNullElse(e.getCause(), e)
            : thrown;
    boolean cancelled =
        cause instanceof OperationCancelledException
            || cancellation.isCancelled()
            || Thread.currentThread().isInterrupted()
            || cause instanceof InterruptedException;
    return cancelled
        ? new OperationCancelledException(
            "Backup " + id + " was cancelled while " + phase + "; run it again", cause)
        : new BackupFailedException(id, phase.toString(), message(cause), cause);
  }

  private static String message(Throwable cause) {
    return oneLine(cause) + nextStep(cause);
  }

  /** Returns the first line of what an error says. */
  public static String oneLine(Throwable cause) {
    String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    String line = message.lines().findFirst().orElse(cause.toString()).strip();
    if (cause instanceof NoSuchFileException) {
      return line + " is not there";
    }
    return cause instanceof AccessDeniedException ? line + " cannot be read" : line;
  }

  private static String nextStep(Throwable cause) {
    if (cause instanceof AccessDeniedException) {
      return ". Run as the user that PostgreSQL runs as.";
    } else if (cause instanceof NoSuchFileException) {
      return ". Check that this process sees the server's data directory and tablespaces.";
    } else if (cause instanceof ObjectStoreException e && e.isRetryable()) {
      return ". Run the backup again when the store is available.";
    } else if (cause instanceof SQLException e && "42501".equals(e.getSQLState())) {
      return ". Grant the role EXECUTE on the backup functions and pg_monitor.";
    } else if (cause instanceof LinkageError) {
      return NATIVE_PART;
    } else if (cause instanceof SQLException || cause instanceof IOException) {
      return ". Mend that and run the backup again.";
    }
    return "";
  }
}
