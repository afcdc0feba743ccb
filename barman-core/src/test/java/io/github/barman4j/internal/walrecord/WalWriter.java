/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** Writes WAL pages with records on them, as PostgreSQL 17 does, without checksums. */
public final class WalWriter {

  static final int PAGE = 8192;
  private static final int HEADER = 24;
  private static final int CONTINUES = 1;
  private static final int LONG = 2;
  private static final int OVERWRITES = 8;
  private static final int NAME = 64;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final long begin;

  WalWriter() {
    this(0x3000000);
  }

  /** Makes a writer of WAL from a position on, the beginning of a segment. */
  public WalWriter(long begin) {
    this.begin = begin;
    pageHeader(LONG, 0);
  }

  /** Returns everything, filled up with zeros to whole pages. */
  public byte[] bytes() {
    byte[] written = out.toByteArray();
    return Arrays.copyOf(written, (written.length + PAGE - 1) / PAGE * PAGE);
  }

  /** Writes the commit of a transaction. */
  public WalWriter commit(Instant time) {
    long micros = ChronoUnit.MICROS.between(Instant.parse("2000-01-01T00:00:00Z"), time);
    ByteBuffer data = little(2 + Long.BYTES);
    data.put((byte) 0xFF).put((byte) Long.BYTES).putLong(micros);
    return record(1, 0, data.array());
  }

  WalWriter restorePoint(String name) {
    return restorePoint(Arrays.copyOf(name.getBytes(UTF_8), NAME));
  }

  WalWriter restorePoint(byte[] name) {
    ByteBuffer data = little(2 + Long.BYTES + name.length);
    data.put((byte) 0xFF).put((byte) (Long.BYTES + name.length)).putLong(1).put(name);
    return record(0, 0x70, data.array());
  }

  /** Writes a record of no interest with so many bytes. */
  public WalWriter filler(int bytes) {
    return record(10, 0, new byte[bytes]);
  }

  /** Begins a page as a server does that crashed within a record. */
  WalWriter overwriting() {
    int rest = -out.size() & (PAGE - 1);
    out.writeBytes(new byte[rest]);
    pageHeader(OVERWRITES, 0);
    return this;
  }

  private WalWriter record(int resource, int info, byte[] data) {
    ByteBuffer record = little(HEADER + data.length);
    record.putInt(HEADER + data.length).putInt(777).putLong(0);
    record.put((byte) info).put((byte) resource).putShort((short) 0).putInt(0).put(data);
    write(record.array());
    out.writeBytes(new byte[-out.size() & 7]);
    return this;
  }

  private void write(byte[] record) {
    if (out.size() % PAGE == 0) {
      pageHeader(0, 0);
    }
    for (int done = 0; done < record.length; ) {
      if (out.size() % PAGE == 0) {
        pageHeader(CONTINUES, record.length - done);
      }
      int count = Math.min(record.length - done, PAGE - out.size() % PAGE);
      out.write(record, done, count);
      done += count;
    }
  }

  private void pageHeader(int info, int rest) {
    boolean isLong = (info & LONG) != 0;
    ByteBuffer header = little(isLong ? 40 : HEADER);
    header.putShort((short) 0xD116).putShort((short) info).putInt(1);
    header.putLong(begin + out.size()).putInt(rest).putInt(0);
    if (isLong) {
      header.putLong(42).putInt(1 << 20).putInt(PAGE);
    }
    out.writeBytes(header.array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
