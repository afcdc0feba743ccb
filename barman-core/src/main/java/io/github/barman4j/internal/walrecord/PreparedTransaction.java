/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whose end a {@code COMMIT PREPARED} or {@code ROLLBACK PREPARED} is: the record's own transaction
 * id is not the prepared one's. See {@code xl_xact_commit} in PostgreSQL's {@code xact.h}.
 */
final class PreparedTransaction {

  /** The bits of a record's info that say what it does. */
  static final int OPERATION = 0x70;

  private static final int HAS_INFO = 0x80;
  private static final int COMMIT_PREPARED = 0x30;
  private static final int HAS_DATABASE = 1;
  private static final int HAS_SUBTRANSACTIONS = 1 << 1;
  private static final int HAS_RELATIONS = 1 << 2;
  private static final int HAS_INVALIDATIONS = 1 << 3;
  private static final int HAS_PREPARED = 1 << 4;
  private static final int HAS_DROPPED_STATISTICS = 1 << 8;
  private static final int POSTGRES_18 = 0xD118;

  private final ByteBuffer data;

  private PreparedTransaction(ByteBuffer data) {
    this.data = data;
  }

  /**
   * Returns the id; 0 if the record does not say it.
   *
   * @param data the record's own, from the time on
   * @param info of the record
   * @param magic of its page
   */
  static int xid(ByteBuffer data, int info, int magic) {
    ByteBuffer lists = data.order(ByteOrder.LITTLE_ENDIAN).position(Long.BYTES);
    if ((info & HAS_INFO) == 0 || lists.remaining() < Integer.BYTES) {
      return 0;
    }
    boolean commits = (info & OPERATION) == COMMIT_PREPARED;
    return new PreparedTransaction(lists).xid(lists.getInt(), commits, magic);
  }

  private int xid(int has, boolean commits, int magic) {
    boolean there =
        skip((has & HAS_DATABASE) == 0 ? 0 : 8)
            && skipList(has & HAS_SUBTRANSACTIONS, 4)
            && skipList(has & HAS_RELATIONS, 12)
            && skipList(has & HAS_DROPPED_STATISTICS, magic < POSTGRES_18 ? 12 : 16)
            && skipList(commits ? has & HAS_INVALIDATIONS : 0, 16)
            && (has & HAS_PREPARED) != 0
            && data.remaining() >= Integer.BYTES;
    return there ? data.getInt() : 0;
  }

  private boolean skipList(int present, int size) {
    if (present == 0) {
      return true;
    }
    return data.remaining() >= Integer.BYTES && skip(Integer.toUnsignedLong(data.getInt()) * size);
  }

  private boolean skip(long bytes) {
    boolean there = bytes <= data.remaining();
    if (there) {
      data.position(data.position() + (int) bytes);
    }
    return there;
  }
}
