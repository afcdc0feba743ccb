/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import io.github.barman4j.postgres.Lsn;
import java.time.Instant;

/**
 * A record at which recovery can stop.
 *
 * @param kind what happened
 * @param lsn where the record begins
 * @param xid of the transaction, unsigned; 0 for a restore point
 * @param time when it happened, by the server's clock
 * @param name of the restore point; empty for a transaction
 */
public record WalEvent(Kind kind, Lsn lsn, long xid, Instant time, String name) {

  /** What happened. */
  public enum Kind {
    /** A transaction was committed. */
    COMMIT,
    /** A transaction was rolled back. */
    ABORT,
    /** {@code pg_create_restore_point} was called. */
    RESTORE_POINT
  }

  /** Tells whether a transaction ended here, which is what a target time is compared with. */
  public boolean endsTransaction() {
    return kind != Kind.RESTORE_POINT;
  }
}
