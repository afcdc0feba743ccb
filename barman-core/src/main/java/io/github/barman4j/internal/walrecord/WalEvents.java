/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.postgres.Lsn;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events in a run of decoded WAL, in order. The run begins at a segment's begin and may be
 * several segments long; it ends where nothing more was written. For one thread; closing it closes
 * the stream.
 */
public final class WalEvents implements Closeable {

  private static final int HEADER = 24;
  private static final int MAX_RECORD = 1 << 30;
  private static final int READ_OF_DATA = 128;
  private static final int READ_OF_PREPARED = 16 << 20;
  private static final int RESOURCE_XLOG = 0;
  private static final int RESOURCE_TRANSACTION = 1;
  private static final int XLOG_RESTORE_POINT = 0x70;
  private static final int NAME_LENGTH = 64;
  private static final int COMMIT = 0x00;
  private static final int ABORT = 0x20;
  private static final int COMMIT_PREPARED = 0x30;
  private static final int ABORT_PREPARED = 0x40;
  private static final int DATA_SHORT = 0xFF;
  private static final int DATA_LONG = 0xFE;
  private static final int ORIGIN = 0xFD;
  private static final int TOP_LEVEL_XID = 0xFC;
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final InputStream wal;
  private final Lsn limit;
  private final WalPages pages;
  private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer data = ByteBuffer.allocate(READ_OF_DATA).order(ByteOrder.LITTLE_ENDIAN);
  private boolean begun;
  private boolean ended;
  private Lsn begin = Lsn.ZERO;
  private Lsn lastBegin = Lsn.ZERO;
  private Lsn end = Lsn.ZERO;

  /**
   * Begins to read.
   *
   * @param wal is at the first byte of a segment
   * @param limit records that begin here or later are left out
   */
  public WalEvents(InputStream wal, Lsn limit) {
    this.wal = wal;
    this.limit = limit;
    pages = new WalPages(wal);
  }

  /** Returns the next event; empty at the end of the run. */
  public Optional<WalEvent> next() throws IOException {
    while (!ended && beginRecord()) {
      WalEvent event = readRecord();
      if (event != null) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** Returns where the last whole record began; zero if there was none. */
  public Lsn lastBegin() {
    return lastBegin;
  }

  /** Returns where the last whole record ended; zero if there was none. */
  public Lsn end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    wal.close();
  }

  private boolean beginRecord() throws IOException {
    boolean ready = begun ? pages.align() : pages.skipContinuedRecord();
    begun = true;
    if (ready) {
      begin = pages.lsn();
      ready = begin.isBefore(limit) && readHeader();
    }
    ended = !ready;
    return ready;
  }

  private boolean readHeader() throws IOException {
    while (!pages.read(header.array(), HEADER)) {
      if (!pages.wasOverwritten()) {
        return false;
      }
      begin = pages.lsn();
    }
    return length() >= HEADER && length() <= MAX_RECORD;
  }

  private int length() {
    return header.getInt(0);
  }

  private @Nullable WalEvent readRecord() throws IOException {
    int rest = length() - HEADER;
    int read = isInteresting() ? Math.min(rest, mostOfData()) : 0;
    if (read > data.capacity()) {
      data = ByteBuffer.allocate(read).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (!pages.read(data.array(), read) || !pages.skip(rest - read)) {
      ended = !pages.wasOverwritten();
      return null;
    }
    lastBegin = begin;
    end = pages.lsn();
    return read == 0 ? null : event(read);
  }

  private boolean isInteresting() {
    return isTransaction() || (header.get(17) == RESOURCE_XLOG && isRestorePoint());
  }

  /** Of a prepared transaction the id is behind lists of any length. */
  private int mostOfData() {
    return isTransaction() && isPrepared() ? READ_OF_PREPARED : READ_OF_DATA;
  }

  private boolean isTransaction() {
    return header.get(17) == RESOURCE_TRANSACTION;
  }

  private boolean isPrepared() {
    int operation = header.get(16) & PreparedTransaction.OPERATION;
    return operation == COMMIT_PREPARED || operation == ABORT_PREPARED;
  }

  private boolean isRestorePoint() {
    return (header.get(16) & 0xF0) == XLOG_RESTORE_POINT;
  }

  private @Nullable WalEvent event(int read) {
    int at = mainData(read);
    if (at < 0 || at + Long.BYTES > read) {
      return null;
    }
    Instant time = EPOCH.plus(data.getLong(at), ChronoUnit.MICROS);
    return header.get(17) == RESOURCE_XLOG
        ? new WalEvent(WalEvent.Kind.RESTORE_POINT, begin, 0, time, name(at + Long.BYTES))
        : transaction(time, at, read);
  }

  private @Nullable WalEvent transaction(Instant time, int at, int read) {
    int info = header.get(16);
    long xid =
        Integer.toUnsignedLong(
            isPrepared()
                ? PreparedTransaction.xid(data.slice(at, read - at), info, pages.magic())
                : header.getInt(4));
    return switch (info & PreparedTransaction.OPERATION) {
      case COMMIT, COMMIT_PREPARED -> new WalEvent(WalEvent.Kind.COMMIT, begin, xid, time, "");
      case ABORT, ABORT_PREPARED -> new WalEvent(WalEvent.Kind.ABORT, begin, xid, time, "");
      default -> null;
    };
  }

  /** Returns where the record's own data begins, behind headers that say whose it is; or -1. */
  private int mainData(int read) {
    int at = 0;
    while (at + 2 < read) {
      int id = data.get(at) & 0xFF;
      if (id == DATA_SHORT || id == DATA_LONG) {
        return at + (id == DATA_SHORT ? 2 : 5);
      } else if (id != ORIGIN && id != TOP_LEVEL_XID) {
        return -1;
      }
      at += id == ORIGIN ? 3 : 5;
    }
    return -1;
  }

  private String name(int at) {
    int length = 0;
    int most = Math.min(NAME_LENGTH, data.capacity() - at);
    while (length < most && data.get(at + length) != 0) {
      length++;
    }
    return new String(data.array(), at, length, UTF_8);
  }
}
