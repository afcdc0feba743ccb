/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.postgres.Lsn;
import java.time.Instant;
import java.util.Objects;

/**
 * Where recovery is to end: PostgreSQL's {@code recovery_target…} settings.
 *
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-wal.html">PostgreSQL,
 *     Recovery Target</a>
 */
public sealed interface RecoveryTarget {

  /** Returns the target at the end of the archived WAL. */
  static RecoveryTarget latest() {
    return new Latest();
  }

  /** Returns the earliest target of a backup: where it becomes consistent. */
  static RecoveryTarget immediate() {
    return new Immediate();
  }

  /** Returns the target behind the last transaction that ended at this time or before. */
  static RecoveryTarget time(Instant time) {
    return new AtTime(time);
  }

  /** Returns the target behind the first record at this position or later. */
  static RecoveryTarget lsn(Lsn lsn) {
    return new AtLsn(lsn);
  }

  /**
   * Returns the target behind the end of a transaction.
   *
   * @param xid as {@code pg_current_xact_id()} gives it, or its low 32 bits
   */
  static RecoveryTarget xid(long xid) {
    return new AtXid(xid);
  }

  /** Returns the target that {@code pg_create_restore_point(name)} marked. */
  static RecoveryTarget restorePoint(String name) {
    return new AtRestorePoint(name);
  }

  /** Returns the target in words, for plans and messages. */
  String describe();

  /** The end of the archived WAL. */
  record Latest() implements RecoveryTarget {
    @Override
    public String describe() {
      return "the end of the archived WAL";
    }
  }

  /** Where the backup becomes consistent. */
  record Immediate() implements RecoveryTarget {
    @Override
    public String describe() {
      return "the end of the backup";
    }
  }

  /**
   * Behind the last transaction that ended at a time or before.
   *
   * @param time to the microsecond
   */
  record AtTime(Instant time) implements RecoveryTarget {
    /** Checks that the time is there. */
    public AtTime {
      Objects.requireNonNull(time, "time");
    }

    @Override
    public String describe() {
      return "time " + time;
    }
  }

  /**
   * Behind the first record at a position or later.
   *
   * @param lsn the position
   */
  record AtLsn(Lsn lsn) implements RecoveryTarget {
    /** Checks that the position is there. */
    public AtLsn {
      Objects.requireNonNull(lsn, "lsn");
    }

    @Override
    public String describe() {
      return "LSN " + lsn;
    }
  }

  /**
   * Behind the end of a transaction.
   *
   * @param xid its id; only the low 32 bits are in WAL and count
   */
  record AtXid(long xid) implements RecoveryTarget {
    private static final long IN_WAL = 0xFFFF_FFFFL;
    private static final int FIRST_NORMAL = 3;

    /** Checks that it is an id that a transaction can have. */
    public AtXid {
      if (xid < 0 || (xid & IN_WAL) < FIRST_NORMAL) {
        throw new IllegalArgumentException("A transaction id is at least 3, got " + xid);
      }
    }

    /** Returns the 32 bits that WAL has of the id. */
    public long inWal() {
      return xid & IN_WAL;
    }

    @Override
    public String describe() {
      return "transaction " + xid;
    }
  }

  /**
   * A restore point.
   *
   * @param name 1 to 63 bytes in UTF-8
   */
  record AtRestorePoint(String name) implements RecoveryTarget {
    private static final int MAX_BYTES = 63;

    /** Checks the length. */
    public AtRestorePoint {
      int bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      if (bytes < 1 || bytes > MAX_BYTES) {
        throw new IllegalArgumentException(
            "A restore point's name has 1 to 63 bytes, got " + bytes + ": '" + name + "'");
      }
    }

    @Override
    public String describe() {
      return "restore point '" + name + "'";
    }
  }
}
