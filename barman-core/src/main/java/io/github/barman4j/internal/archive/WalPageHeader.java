/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The header that the first page of a WAL segment begins with; see {@code XLogLongPageHeaderData}
 * in PostgreSQL's {@code xlog_internal.h}. In the byte order of the machine that wrote it.
 *
 * @param magic tells the version of the WAL's format
 * @param isLong whether it is the long form, which the first page of every segment has
 * @param timeline on which the page was written, unsigned; 0 in no valid page
 * @param pageAddress the position of the page's first byte
 * @param systemIdentifier of the cluster
 * @param segmentBytes size of the segment, as the cluster has it
 */
public record WalPageHeader(
    int magic,
    boolean isLong,
    int timeline,
    Lsn pageAddress,
    SystemIdentifier systemIdentifier,
    int segmentBytes) {

  /** How many bytes the long form has. */
  public static final int LENGTH = 40;

  /** {@code XLOG_PAGE_MAGIC} of PostgreSQL 13 to 18. */
  private static final Set<Integer> KNOWN = Set.of(0xD106, 0xD10D, 0xD110, 0xD113, 0xD116, 0xD118);

  /** The high byte has been this since PostgreSQL 9.3 and the low one grows. */
  private static final int FAMILY = 0xD1;

  private static final int LONG_HEADER = 0x0002;
  private static final int MASK = 0xFFFF;

  /** Reads the header; empty if the bytes are not the beginning of a page of WAL. */
  public static Optional<WalPageHeader> find(byte[] beginning) {
    if (beginning.length < LENGTH) {
      return Optional.empty();
    }
    if ((beginning[1] & 0xFF) == FAMILY) {
      return Optional.of(read(ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return (beginning[0] & 0xFF) == FAMILY
        ? Optional.of(read(ByteBuffer.wrap(beginning).order(ByteOrder.BIG_ENDIAN)))
        : Optional.empty();
  }

  private static WalPageHeader read(ByteBuffer page) {
    int magic = page.getShort() & MASK;
    int info = page.getShort() & MASK;
    int timeline = page.getInt();
    Lsn address = new Lsn(page.getLong());
    page.position(24);
    SystemIdentifier system = new SystemIdentifier(page.getLong());
    return new WalPageHeader(
        magic, (info & LONG_HEADER) != 0, timeline, address, system, page.getInt());
  }

  /** Tells whether PostgreSQL 13 to 18 wrote it, so that what the fields mean is certain. */
  public boolean isOfKnownVersion() {
    return KNOWN.contains(magic);
  }

  /** Tells whether the cluster and the segment's size can be relied on. */
  public boolean isCertain() {
    return isOfKnownVersion() && isLong;
  }

  /** Says whose WAL it is, for messages. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "WAL of system identifier %s, timeline %s, from %s",
        systemIdentifier,
        Integer.toUnsignedString(timeline),
        pageAddress);
  }
}
