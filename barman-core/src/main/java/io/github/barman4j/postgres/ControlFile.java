/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What {@code global/pg_control} says of a cluster, of PostgreSQL 13 to 18; see PostgreSQL's {@code
 * pg_control.h}. Its checksum has been checked.
 *
 * @param systemIdentifier of the cluster
 * @param controlVersion of the file's format, such as 1300
 * @param catalogVersion of the system catalogs; the end of the name of a tablespace's directory
 * @param state of the server when it wrote the file
 * @param lastModified when it wrote the file, in whole seconds
 * @param checkpoint position of the last checkpoint record
 * @param redo position from which that checkpoint needs WAL
 * @param timeline of that checkpoint
 * @param minRecoveryPoint up to which recovery must go at least, {@link Lsn#ZERO} if it need not
 * @param walSegmentSize of the cluster
 * @param dataChecksumVersion 0 if data pages have no checksums
 */
public record ControlFile(
    SystemIdentifier systemIdentifier,
    int controlVersion,
    int catalogVersion,
    ClusterState state,
    Instant lastModified,
    Lsn checkpoint,
    Lsn redo,
    TimelineId timeline,
    Lsn minRecoveryPoint,
    WalSegmentSize walSegmentSize,
    int dataChecksumVersion) {

  /** The file's name below the data directory. */
  public static final String NAME = "global/pg_control";

  private static final int FIRST_VERSION = 1300;
  private static final int LAST_VERSION = 1899;
  private static final int WITH_CHAR_SIGNEDNESS = 1800;

  /** What the server did when it last wrote the file, in PostgreSQL's order. */
  public enum ClusterState {
    /** {@code initdb} has not ended. */
    STARTING_UP,
    /** Shut down cleanly. */
    SHUT_DOWN,
    /** Shut down cleanly while a standby. */
    SHUT_DOWN_IN_RECOVERY,
    /** Writing the checkpoint of a shutdown. */
    SHUTTING_DOWN,
    /** Recovering from a crash. */
    IN_CRASH_RECOVERY,
    /** A standby, or recovering from an archive. */
    IN_ARCHIVE_RECOVERY,
    /** A primary. */
    IN_PRODUCTION
  }

  /** Offsets of {@code ControlFileData}, the same from PostgreSQL 13 to 18 but for the CRC's. */
  private static final class At {
    static final int SYSTEM_IDENTIFIER = 0;
    static final int CONTROL_VERSION = 8;
    static final int CATALOG_VERSION = 12;
    static final int STATE = 16;
    static final int TIME = 24;
    static final int CHECKPOINT = 32;
    static final int REDO = 40;
    static final int TIMELINE = 48;
    static final int MIN_RECOVERY_POINT = 136;
    static final int WAL_SEGMENT_SIZE = 228;
    static final int DATA_CHECKSUM_VERSION = 252;
    static final int CRC = 288;
    static final int CRC_FROM_18 = 292;
    static final int END = 296;

    private At() {}
  }

  /** Checks that all are there. */
  public ControlFile {
    Objects.requireNonNull(systemIdentifier, "systemIdentifier");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(lastModified, "lastModified");
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(redo, "redo");
    Objects.requireNonNull(timeline, "timeline");
    Objects.requireNonNull(minRecoveryPoint, "minRecoveryPoint");
    Objects.requireNonNull(walSegmentSize, "walSegmentSize");
  }

  /**
   * Reads the file's bytes, in the byte order of the machine that wrote them.
   *
   * @throws IllegalArgumentException if they are too few, of another PostgreSQL, or the checksum is
   *     wrong, as it may be once when the file is read while it is written
   */
  public static ControlFile parse(byte[] bytes) {
    if (bytes.length < At.END) {
      throw new IllegalArgumentException(
          "pg_control has at least " + At.END + " bytes, got " + bytes.length);
    }
    ByteBuffer data = ByteBuffer.wrap(bytes).order(order(bytes));
    int version = data.getInt(At.CONTROL_VERSION);
    if (version < FIRST_VERSION || version > LAST_VERSION) {
      throw new IllegalArgumentException(
          "pg_control of PostgreSQL 13 to 18 has version 1300 or 1800, got " + version);
    }
    checkCrc(bytes, data, version >= WITH_CHAR_SIGNEDNESS ? At.CRC_FROM_18 : At.CRC);
    return read(data);
  }

  private static ByteOrder order(byte[] bytes) {
    int little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(At.CONTROL_VERSION);
    return little > 0 && little <= 0xFFFF ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static void checkCrc(byte[] bytes, ByteBuffer data, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, at);
    if ((int) crc.getValue() != data.getInt(at)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pg_control has checksum %08x, its content has %08x",
              data.getInt(at),
              (int) crc.getValue()));
    }
  }

  private static ControlFile read(ByteBuffer data) {
    return new ControlFile(
        new SystemIdentifier(data.getLong(At.SYSTEM_IDENTIFIER)),
        data.getInt(At.CONTROL_VERSION),
        data.getInt(At.CATALOG_VERSION),
        state(data.getInt(At.STATE)),
        Instant.ofEpochSecond(data.getLong(At.TIME)),
        new Lsn(data.getLong(At.CHECKPOINT)),
        new Lsn(data.getLong(At.REDO)),
        new TimelineId(data.getInt(At.TIMELINE)),
        new Lsn(data.getLong(At.MIN_RECOVERY_POINT)),
        new WalSegmentSize(data.getInt(At.WAL_SEGMENT_SIZE)),
        data.getInt(At.DATA_CHECKSUM_VERSION));
  }

  private static ClusterState state(int number) {
    ClusterState[] states = ClusterState.values();
    if (number < 0 || number >= states.length) {
      throw new IllegalArgumentException("pg_control has an unknown cluster state: " + number);
    }
    return states[number];
  }
}
