/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalFileName;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WalArchiver} was doing at one moment.
 *
 * @param inFlight files that are being uploaded, or wait for their turn
 * @param finishedAhead files that are archived and that PostgreSQL has not asked for yet
 * @param archived files archived since the archiver was made, those that were there before included
 * @param lookAheadPaused whether an upload failed and no file that PostgreSQL asked for was
 *     archived since; until then nothing is uploaded ahead
 * @param lastArchived the file archived last; null if none
 * @param lastFailure the upload that failed last; null if none
 */
public record WalArchiverStatus(
    int inFlight,
    int finishedAhead,
    long archived,
    boolean lookAheadPaused,
    @Nullable Archived lastArchived,
    @Nullable Failure lastFailure) {

  /**
   * A file that was archived.
   *
   * @param name of the file
   * @param at when it was durable
   */
  public record Archived(WalFileName name, Instant at) {
    /** Checks that all are there. */
    public Archived {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * An upload that failed.
   *
   * @param name of the file
   * @param at when
   * @param message of the error; no secret is in it
   */
  public record Failure(WalFileName name, Instant at, String message) {
    /** Checks that all are there. */
    public Failure {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(message, "message");
    }
  }
}
